package dev.guestward.removal;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.Guest;
import dev.guestward.guest.Guests;
import dev.guestward.mail.Letter;
import dev.guestward.mail.LetterKind;
import dev.guestward.mail.MailOutbox;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What we write about removals and restorations. */
@Component
public class RemovalLetters {
    private final MailOutbox outbox;
    private final Guests guests;
    private final People people;
    private final Clinics clinics;
    private final Snapshots snapshots;

    RemovalLetters(MailOutbox outbox, Guests guests, People people, Clinics clinics, Snapshots snapshots) {
        this.outbox = outbox;
        this.guests = guests;
        this.people = people;
        this.clinics = clinics;
        this.snapshots = snapshots;
    }

    /** To the sponsor. One without a mail address sees it on the desk all the same. */
    public void accessEnded(Removal removal) {
        Guest guest = guests.get(removal.guest());
        Map<String, @Nullable Object> values = about(guest);
        values.put("restorableUntil", removal.deleteAfter());
        toSponsor(LetterKind.ACCESS_ENDED, removal.id(), guest, values);
    }

    /** To the sponsor: how many things came back, and how many could not. */
    public void accessRestored(Restoration restoration) {
        Guest guest = guests.get(restoration.guest());
        Map<String, @Nullable Object> values = about(guest);
        List<Snapshots.Held> held = snapshots.of(restoration.removal());
        values.put("given", count(held, Snapshots.Held::givenBackAt));
        values.put("lost", count(held, Snapshots.Held::lostBecause));
        values.put("accessUntil", guest.accessUntil());
        toSponsor(LetterKind.ACCESS_RESTORED, restoration.id(), guest, values);
    }

    /** To the sponsor: the account is gone for good. */
    public void notRestored(Restoration restoration) {
        Guest guest = guests.get(restoration.guest());
        toSponsor(LetterKind.NOT_RESTORED, restoration.id(), guest, about(guest));
    }

    private static int count(List<Snapshots.Held> held, Function<Snapshots.Held, @Nullable Object> mark) {
        return Math.toIntExact(
                held.stream().filter(one -> mark.apply(one) != null).count());
    }

    private Map<String, @Nullable Object> about(Guest guest) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("guestName", guest.displayName());
        values.put(
                "clinicName", clinics.byId(guest.clinicId()).map(Clinic::name).orElse(""));
        return values;
    }

    private void toSponsor(LetterKind kind, UUID about, Guest guest, Map<String, @Nullable Object> values) {
        people.byId(guest.sponsor())
                .filter(Person::enabled)
                .map(Person::mail)
                .ifPresent(to -> outbox.queue(
                        new Letter(kind + ":" + about, kind, guest.id().value(), to, null, values)));
    }
}
