package dev.guestward.expiry;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestState;
import dev.guestward.mail.Letter;
import dev.guestward.mail.LetterKind;
import dev.guestward.mail.MailOutbox;
import dev.guestward.mail.ProductAddress;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What we write before access ends: to the sponsor, and to a guest who has access. */
@Component
class EndingLetters {
    private final MailOutbox outbox;
    private final People people;
    private final Clinics clinics;
    private final ProductAddress product;

    EndingLetters(MailOutbox outbox, People people, Clinics clinics, ProductAddress product) {
        this.outbox = outbox;
        this.people = people;
        this.clinics = clinics;
        this.product = product;
    }

    /** @param warning counts from 1; the same one of the same end never makes two letters */
    void endingSoon(Guest guest, int warning) {
        String occasion = ":" + guest.id() + ":" + guest.accessUntil().toEpochMilli() + ":" + warning;
        Optional<Person> sponsor = people.byId(guest.sponsor());
        sponsor.filter(Person::enabled)
                .map(Person::mail)
                .ifPresent(to -> outbox.queue(
                        letter(LetterKind.ENDING_SOON_SPONSOR, occasion, guest, to, null, forSponsor(guest))));
        if (guest.state() == GuestState.ACTIVE) {
            outbox.queue(letter(
                    LetterKind.ENDING_SOON_GUEST,
                    occasion,
                    guest,
                    guest.email(),
                    guest.language(),
                    forGuest(guest, sponsor)));
        }
    }

    private Map<String, @Nullable Object> forSponsor(Guest guest) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("guestName", guest.displayName());
        values.put(
                "clinicName", clinics.byId(guest.clinicId()).map(Clinic::name).orElse(""));
        values.put("accessUntil", guest.accessUntil());
        values.put("taskUrl", product.tasklist());
        return values;
    }

    private static Map<String, @Nullable Object> forGuest(Guest guest, Optional<Person> sponsor) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("guestName", guest.displayName());
        values.put("sponsorName", sponsor.map(Person::displayName).orElse(""));
        values.put("sponsorMail", sponsor.map(Person::mail).orElse(null));
        values.put("accessUntil", guest.accessUntil());
        return values;
    }

    private static Letter letter(
            LetterKind kind,
            String occasion,
            Guest guest,
            String to,
            @Nullable String language,
            Map<String, @Nullable Object> values) {
        return new Letter(kind + occasion, kind, guest.id().value(), to, language, values);
    }
}
