package dev.guestward.invitation.process;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.Grants;
import dev.guestward.guest.Guest;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.mail.Letter;
import dev.guestward.mail.LetterKind;
import dev.guestward.mail.MailOutbox;
import dev.guestward.mail.ProductAddress;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What we write to the hospital's own people about a request that waits. */
@Component
class ApprovalLetters {
    private final MailOutbox outbox;
    private final People people;
    private final Clinics clinics;
    private final Grants grants;
    private final MessageSource texts;
    private final HospitalSettings hospital;
    private final String tasklist;

    ApprovalLetters(
            MailOutbox outbox,
            People people,
            Clinics clinics,
            Grants grants,
            MessageSource texts,
            HospitalSettings hospital,
            ProductAddress product) {
        this.outbox = outbox;
        this.people = people;
        this.clinics = clinics;
        this.grants = grants;
        this.texts = texts;
        this.hospital = hospital;
        this.tasklist = product.tasklist();
    }

    /** Writes to all owners who may decide on this one. */
    void toOwners(LetterKind kind, Guest guest, String occasion) {
        toDeciders(kind, guest, people.withRole(Role.OWNER), occasion);
    }

    /**
     * Writes to those of these who may decide on this one: nobody does so on a request of their own.
     *
     * @param occasion the same one never makes two letters to the same person
     */
    void toDeciders(LetterKind kind, Guest guest, Collection<Person> deciders, String occasion) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("guestName", guest.displayName());
        values.put("clinicName", clinic(guest));
        values.put("sponsorName", name(guest.sponsor()));
        values.put("requesterName", name(guest.requestedBy()));
        values.put("purpose", guest.purpose());
        values.put("accessUntil", guest.accessUntil());
        values.put(
                "grants",
                guest.grants().stream().map(held -> grants.nameOf(held.key())).toList());
        values.put("taskUrl", tasklist);
        for (Person decider : deciders) {
            if (!decider.id().equals(guest.requestedBy()) && !decider.id().equals(guest.sponsor())) {
                send(kind, guest, decider, occasion, values);
            }
        }
    }

    /** Tells the sponsor that nobody is invited, and why: by the key of a text. */
    void declinedBecause(Guest guest, String occasion, String reason) {
        declined(guest, occasion, texts.getMessage(reason, null, reason, hospital.locale()));
    }

    /** Tells the sponsor that nobody is invited, and what was written to that. */
    void declined(Guest guest, String occasion, @Nullable String reason) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("guestName", guest.displayName());
        values.put("clinicName", clinic(guest));
        values.put("reason", reason);
        people.byId(guest.sponsor())
                .filter(Person::enabled)
                .ifPresent(sponsor -> send(LetterKind.REQUEST_DECLINED, guest, sponsor, occasion, values));
    }

    /** Whoever has no address finds the task in Tasklist. */
    private void send(LetterKind kind, Guest guest, Person to, String occasion, Map<String, @Nullable Object> values) {
        if (to.mail() != null) {
            String dedupKey = kind.name().toLowerCase(Locale.ROOT) + ":" + occasion + ":" + to.id();
            outbox.queue(new Letter(dedupKey, kind, guest.id().value(), to.mail(), null, values));
        }
    }

    private String clinic(Guest guest) {
        return clinics.byId(guest.clinicId()).map(Clinic::name).orElse("");
    }

    private String name(PersonId id) {
        return people.byId(id)
                .map(Person::displayName)
                .orElseGet(() -> texts.getMessage("actor.unknown", null, hospital.locale()));
    }
}
