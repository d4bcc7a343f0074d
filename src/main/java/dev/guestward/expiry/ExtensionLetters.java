package dev.guestward.expiry;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.mail.Letter;
import dev.guestward.mail.LetterKind;
import dev.guestward.mail.MailOutbox;
import dev.guestward.mail.ProductAddress;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.Role;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What we write to owners about an extension that waits. Whoever has no address finds the task in Tasklist. */
@Component
public class ExtensionLetters {
    private final MailOutbox outbox;
    private final Guests guests;
    private final ExtensionTable table;
    private final People people;
    private final Clinics clinics;
    private final ProductAddress product;

    ExtensionLetters(
            MailOutbox outbox,
            Guests guests,
            ExtensionTable table,
            People people,
            Clinics clinics,
            ProductAddress product) {
        this.outbox = outbox;
        this.guests = guests;
        this.table = table;
        this.people = people;
        this.clinics = clinics;
        this.product = product;
    }

    /** To every owner who may decide. Nothing is written if nothing waits any more. */
    public void askOwners(GuestId id) {
        table.waiting(id).ifPresent(waiting -> {
            Guest guest = guests.get(id);
            people.withRole(Role.OWNER).stream()
                    .filter(owner -> ExtensionApprovals.mayDecide(waiting, guest, owner))
                    .forEach(owner -> ask(owner, guest, waiting));
        });
    }

    private void ask(Person owner, Guest guest, WaitingExtension waiting) {
        String to = owner.mail();
        if (to == null) {
            return;
        }
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("guestName", guest.displayName());
        values.put(
                "clinicName", clinics.byId(guest.clinicId()).map(Clinic::name).orElse(""));
        values.put(
                "requesterName",
                people.byId(waiting.askedBy()).map(Person::displayName).orElse(""));
        values.put("accessUntil", waiting.until());
        values.put("taskUrl", product.tasklist());
        String occasion = ":" + guest.id() + ":" + waiting.askedAt().toEpochMilli() + ":" + owner.id();
        outbox.queue(new Letter(
                LetterKind.EXTENSION_ASKED + occasion,
                LetterKind.EXTENSION_ASKED,
                guest.id().value(),
                to,
                null,
                values));
    }
}
