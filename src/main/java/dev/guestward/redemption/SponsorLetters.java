package dev.guestward.redemption;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.Guest;
import dev.guestward.mail.Letter;
import dev.guestward.mail.LetterKind;
import dev.guestward.mail.MailOutbox;
import dev.guestward.mail.ProductAddress;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What we write to the sponsor of a guest who does not accept. A sponsor without a mail address finds the task all the same. */
@Component
public class SponsorLetters {
    private final MailOutbox outbox;
    private final People people;
    private final Clinics clinics;
    private final FollowUps followUps;
    private final String tasklist;

    SponsorLetters(MailOutbox outbox, People people, Clinics clinics, FollowUps followUps, ProductAddress product) {
        this.outbox = outbox;
        this.people = people;
        this.clinics = clinics;
        this.followUps = followUps;
        this.tasklist = product.tasklist();
    }

    /** @param occasion the same one never makes two letters */
    public void askToChoose(Guest guest, String occasion) {
        Map<String, @Nullable Object> values = values(guest);
        values.put("invitedAt", followUps.invitedAt(guest.id()));
        values.put("lapsesAt", followUps.lapsesAt(guest.id()));
        values.put("taskUrl", tasklist);
        send(LetterKind.SPONSOR_CHOICE, guest, occasion, values);
    }

    void lapsed(Guest guest) {
        send(LetterKind.INVITATION_LAPSED, guest, guest.id().toString(), values(guest));
    }

    private Map<String, @Nullable Object> values(Guest guest) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("guestName", guest.displayName());
        values.put(
                "clinicName", clinics.byId(guest.clinicId()).map(Clinic::name).orElse(""));
        return values;
    }

    private void send(LetterKind kind, Guest guest, String occasion, Map<String, @Nullable Object> values) {
        String to = people.byId(guest.sponsor())
                .filter(Person::enabled)
                .map(Person::mail)
                .orElse(null);
        if (to != null) {
            outbox.queue(new Letter(kind + ":" + occasion, kind, guest.id().value(), to, null, values));
        }
    }
}
