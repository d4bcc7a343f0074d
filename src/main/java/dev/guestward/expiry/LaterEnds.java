package dev.guestward.expiry;

import dev.guestward.audit.Actor;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestFacts;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.people.PersonId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Moves an end that somebody has decided to move, and says so in the ledger: in days, without reasons. */
@Component
class LaterEnds {
    private static final Logger log = LoggerFactory.getLogger(LaterEnds.class);

    private final GuestFacts facts;
    private final HospitalSettings hospital;

    LaterEnds(GuestFacts facts, HospitalSettings hospital) {
        this.facts = facts;
        this.hospital = hospital;
    }

    /** @param code what the ledger calls it */
    @Transactional(propagation = Propagation.MANDATORY)
    public void move(Guest guest, Instant until, PersonId by, String code) {
        facts.endAt(guest.id(), until, Actor.person(by.value()), code, details(guest, until));
        log.info("The end of access of guest {} is moved: {}", guest.id(), code);
    }

    Map<String, String> details(Guest guest, Instant until) {
        return Map.of("fields", "access-until", "was", day(guest.accessUntil()), "until", day(until));
    }

    /** The last second of a day, as for ends that people choose. */
    Instant endOf(LocalDate day) {
        return hospital.endOf(day);
    }

    private String day(Instant time) {
        return LocalDate.ofInstant(time, hospital.timeZone()).toString();
    }
}
