package dev.guestward.invitation;

import dev.guestward.audit.Actor;
import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.Timeline;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.mail.Letter;
import dev.guestward.mail.LetterKind;
import dev.guestward.mail.MailOutbox;
import dev.guestward.mail.ProductAddress;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Requests for people who are guests already. A sponsor learns nothing of another sponsor's guest but that there is one. */
@Component
public class KnownPeople {
    private static final String PREFIX = "known-";

    private final JdbcClient db;
    private final Guests guests;
    private final Timeline timeline;
    private final RedeemLinks links;
    private final Clinics clinics;
    private final People people;
    private final MailOutbox outbox;
    private final ProductAddress product;
    private final HospitalSettings hospital;
    private final Clock clock;

    KnownPeople(
            JdbcClient db,
            Guests guests,
            Timeline timeline,
            RedeemLinks links,
            Clinics clinics,
            People people,
            MailOutbox outbox,
            ProductAddress product,
            HospitalSettings hospital,
            Clock clock) {
        this.db = db;
        this.guests = guests;
        this.timeline = timeline;
        this.links = links;
        this.clinics = clinics;
        this.people = people;
        this.outbox = outbox;
        this.product = product;
        this.hospital = hospital;
        this.clock = clock;
    }

    /** Notes that another person asked for somebody's guest and tells the sponsor, once a day at most for each of them. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void askCoSponsorship(Guest known, PersonId asks) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), hospital.timeZone());
        if (!isFirst(known.id(), asks, today)) {
            return;
        }
        guests.note(known.id(), Actor.person(asks.value()), "co-sponsorship-asked", Map.of("by", asks.value()));
        String to = people.byId(known.sponsor()).map(Person::mail).orElse(null);
        if (to != null) {
            outbox.queue(new Letter(
                    LetterKind.CO_SPONSORSHIP_ASKED + ":" + known.id() + ":" + asks + ":" + today,
                    LetterKind.CO_SPONSORSHIP_ASKED,
                    known.id().value(),
                    to,
                    null,
                    Map.of(
                            "guestName",
                            known.displayName(),
                            "clinicName",
                            clinics.byId(known.clinicId()).map(Clinic::name).orElse(""),
                            "requesterName",
                            people.byId(asks).map(Person::displayName).orElse(asks.value()),
                            "taskUrl",
                            product.of("/guests/" + known.id()))));
        }
    }

    /**
     * The same where a person is refused an address because somebody else's guest has it: what told them that there is such a
     * guest stays on record although all else of it is undone.
     */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void askedInVain(Guest known, PersonId asks) {
        askCoSponsorship(known, asks);
    }

    private boolean isFirst(GuestId known, PersonId asks, LocalDate day) {
        return db.sql("""
                        insert into co_sponsorship_ask (guest_id, asked_by, day) values (?, ?, ?)
                        on conflict (guest_id, asked_by) do update set day = excluded.day
                            where co_sponsorship_ask.day <> excluded.day""").params(known.value(), asks.value(), day).update() == 1;
    }

    /** Ends a request: the directory shows that the address belongs to the account of this other guest. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void decline(GuestId requested, GuestId holder, Actor actor) {
        Guest request = guests.get(requested);
        Guest known = guests.get(holder);
        links.take(requested);
        if (known.sponsor().equals(request.sponsor())) {
            guests.declined(requested, actor, own(known), Map.of("guest", holder.toString()));
        } else {
            guests.declined(requested, actor, PREFIX + "here");
            askCoSponsorship(known, request.requestedBy());
        }
    }

    /** Why such a request ended, for the letter to its sponsor; empty if it ended for another reason. */
    public Optional<String> reason(GuestId requested, Locale locale) {
        return timeline.of(requested, locale).stream()
                .filter(line -> line.code().startsWith(PREFIX))
                .map(Timeline.Line::text)
                .findFirst();
    }

    private static String own(Guest known) {
        return PREFIX + (known.state() == GuestState.BLOCKED ? "own-blocked" : "own");
    }
}
