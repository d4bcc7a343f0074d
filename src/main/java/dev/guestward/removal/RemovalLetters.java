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
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What we write about removals. */
@Component
public class RemovalLetters {
    private final MailOutbox outbox;
    private final Guests guests;
    private final People people;
    private final Clinics clinics;

    RemovalLetters(MailOutbox outbox, Guests guests, People people, Clinics clinics) {
        this.outbox = outbox;
        this.guests = guests;
        this.people = people;
        this.clinics = clinics;
    }

    /** To the sponsor. One without a mail address sees it on the desk all the same. */
    public void accessEnded(Removal removal) {
        Guest guest = guests.get(removal.guest());
        String to = people.byId(guest.sponsor())
                .filter(Person::enabled)
                .map(Person::mail)
                .orElse(null);
        if (to == null) {
            return;
        }
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("guestName", guest.displayName());
        values.put(
                "clinicName", clinics.byId(guest.clinicId()).map(Clinic::name).orElse(""));
        values.put("restorableUntil", removal.deleteAfter());
        outbox.queue(new Letter(
                LetterKind.ACCESS_ENDED + ":" + removal.id(),
                LetterKind.ACCESS_ENDED,
                guest.id().value(),
                to,
                null,
                values));
    }
}
