package dev.guestward.invitation;

import dev.guestward.guest.Grants;
import dev.guestward.guest.Guest;
import dev.guestward.mail.Letter;
import dev.guestward.mail.LetterKind;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What we write to a guest who is to accept. */
@Component
public class InvitationLetters {
    private final People people;
    private final Grants grants;
    private final InvitationSettings settings;

    InvitationLetters(People people, Grants grants, InvitationSettings settings) {
        this.people = people;
        this.grants = grants;
        this.settings = settings;
    }

    /** The first one. */
    public Letter invitation(String dedupKey, Guest guest, String redeemUrl) {
        return new Letter(
                dedupKey,
                LetterKind.INVITATION,
                guest.id().value(),
                guest.email(),
                guest.language(),
                values(guest, redeemUrl));
    }

    /** @param reminder counts from 1 */
    public Letter reminder(String dedupKey, Guest guest, String redeemUrl, int reminder) {
        Map<String, @Nullable Object> values = values(guest, redeemUrl);
        values.put("reminder", reminder);
        return new Letter(
                dedupKey, LetterKind.INVITATION_REMINDER, guest.id().value(), guest.email(), guest.language(), values);
    }

    private Map<String, @Nullable Object> values(Guest guest, String redeemUrl) {
        Person sponsor = people.byId(guest.sponsor())
                .orElseThrow(() -> new IllegalStateException("Sponsor " + guest.sponsor() + " is not on record"));
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("guestName", guest.displayName());
        values.put("sponsorName", sponsor.displayName());
        values.put("sponsorMail", sponsor.mail());
        values.put("message", guest.message());
        values.put("purpose", guest.purpose());
        values.put(
                "grants",
                guest.grants().stream().map(held -> grants.nameOf(held.key())).toList());
        values.put("accessUntil", guest.accessUntil());
        values.put("redeemUrl", redeemUrl);
        values.put("applicationUrl", settings.redirectUrl().toString());
        return values;
    }
}
