package dev.guestward.sponsorship;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.Guest;
import dev.guestward.mail.Letter;
import dev.guestward.mail.LetterKind;
import dev.guestward.mail.MailOutbox;
import dev.guestward.mail.ProductAddress;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import dev.guestward.sponsorship.Succession.Claim;
import dev.guestward.sponsorship.Succession.Rung;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What we write when guests need, or have got, another sponsor. Whoever has no address finds the task in Tasklist. */
@Component
class SuccessionLetters {
    private final MailOutbox outbox;
    private final People people;
    private final Clinics clinics;
    private final ProductAddress product;

    SuccessionLetters(MailOutbox outbox, People people, Clinics clinics, ProductAddress product) {
        this.outbox = outbox;
        this.people = people;
        this.clinics = clinics;
        this.product = product;
    }

    void ask(Succession succession, Claim claim, List<PersonId> candidates, int left) {
        toAll(LetterKind.SUCCESSION_ASKED, succession, claim, candidates, left);
    }

    void remind(Succession succession, Claim claim, List<PersonId> candidates, int left) {
        toAll(LetterKind.SUCCESSION_REMINDER, succession, claim, candidates, left);
    }

    /** To the new sponsor of one guest. */
    void handedOver(Guest guest, PersonId former) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("guestName", guest.displayName());
        values.put(
                "clinicName", clinics.byId(guest.clinicId()).map(Clinic::name).orElse(""));
        values.put("sponsorName", name(former));
        values.put("taskUrl", product.of("/guests/" + guest.id()));
        people.byId(guest.sponsor())
                .map(Person::mail)
                .ifPresent(to -> outbox.queue(new Letter(
                        LetterKind.SPONSORSHIP_HANDED_OVER + ":" + guest.id() + ":" + guest.version(),
                        LetterKind.SPONSORSHIP_HANDED_OVER,
                        guest.id().value(),
                        to,
                        null,
                        values)));
    }

    private void toAll(LetterKind kind, Succession succession, Claim claim, List<PersonId> candidates, int left) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("sponsorName", name(succession.sponsor()));
        values.put("guests", left);
        values.put("dueAt", Successions.due(claim));
        values.put("taskUrl", product.tasklist());
        Stream<Person> readers = claim.rung() == Rung.POOL
                ? people.withRole(Role.ADMINISTRATOR).stream()
                : candidates.stream().flatMap(id -> people.byId(id).stream());
        readers.forEach(person -> {
            String to = person.mail();
            if (to != null) {
                String occasion = ":" + claim.id() + ":" + claim.rung() + ":" + person.id();
                outbox.queue(new Letter(kind + occasion, kind, null, to, null, values));
            }
        });
    }

    private String name(PersonId id) {
        return people.byId(id).map(Person::displayName).orElse("");
    }
}
