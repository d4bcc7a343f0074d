package dev.guestward.privacy;

import static java.util.Map.entry;

import java.util.Map;

/** Columns that hold personal data or secrets on purpose, each with the word why. What is not here may hold none. */
final class PlacesOfPersonalData {
    private static final String REGISTER = "the register: who the guest is";
    private static final String REQUEST = "the request, shown to whoever decides and to an auditor";
    private static final String PEOPLE = "the hospital's people as the directory shows them";
    private static final String CONTACT = "whom a partner clinic has named as its contact";
    private static final String LETTER = "a letter on its way, and afterwards whom it went to and what it was about";
    private static final String FILE = "a file as it was uploaded, wiped when its time is over";

    private static final String SIGN_UP =
            "a clinician's own request until it is decided on, wiped when its time is over";

    private static final String FOUND = "a guest of the tenant, until the register has the guest";

    static final Map<String, String> COLUMNS = Map.ofEntries(
            entry("guest.email", REGISTER),
            entry("guest.email_key", REGISTER),
            entry("guest.display_name", REGISTER),
            entry("guest.purpose", REQUEST),
            entry("guest.message", REQUEST),
            entry("invitation_decision.comment", "the owner's words for the sponsor"),
            entry("person.user_name", PEOPLE),
            entry("person.principal_name", PEOPLE),
            entry("person.display_name", PEOPLE),
            entry("person.mail", PEOPLE),
            entry("clinic_contact.name", CONTACT),
            entry("clinic_contact.mail", CONTACT),
            entry("clinic_contact.role", CONTACT),
            entry("mail_message.to_address", LETTER),
            entry("mail_message.subject", LETTER),
            entry("bulk_invitation.file_name", FILE),
            entry("bulk_invitation_row.email", FILE),
            entry("bulk_invitation_row.display_name", FILE),
            entry("bulk_invitation_row.sponsor", FILE),
            entry("bulk_invitation_row.purpose", FILE),
            entry("bulk_invitation_row.message", FILE),
            entry("removal.reason", "why a guest is removed, in the words of whoever asked"),
            entry("brake_hold.dropped_because", "why a held removal was dropped, in the words of whoever did"),
            entry("restoration.reason", "why a guest is brought back, in the words of whoever asked"),
            entry("extension.reason", "why access was extended, in the words of whoever asked"),
            entry("clinic_closure.reason", "why a clinic was closed, in the words of an administrator"),
            entry("review_item.draft_reason", "why a reviewer wants to decide so, until it is handed in"),
            entry("review_item.decision_reason", "why a reviewer decided so, in their words"),
            entry("review_answer.reason", "the same, of each answer that was given"),
            entry("review_campaign.title", "what an administrator calls a campaign"),
            entry("review_campaign.stopped_because", "why a campaign was stopped, in the words of an administrator"),
            entry("extension_draft.reason", "the same until the task is completed"),
            entry("address_correction.email", "the address a sponsor gave, until the guest has it"),
            entry("guest_address.address_key", "further addresses of a guest's account, to know the person by"),
            entry("sign_up.email", SIGN_UP),
            entry("sign_up.display_name", SIGN_UP),
            entry("sign_up.purpose", SIGN_UP),
            entry("sign_up.reason", SIGN_UP),
            entry("mail_wording.subject", "words of the hospital, which may name whom to call"),
            entry("mail_wording.body", "words of the hospital, which may name whom to call"),
            entry("found_guest.display_name", FOUND),
            entry("found_guest.email", FOUND),
            entry("found_guest.addresses", FOUND),
            entry("found_guest.ignored_because", "why an account is left alone, in the words of an administrator"),
            entry("adoption_draft.reason", "why a guest is to be removed, until the task is completed"),
            entry("protected_account.reason", "an administrator's words on why nothing is taken from an account"),
            entry("graph_subscription.client_state", "shared with Graph, to know its notifications by"));

    private PlacesOfPersonalData() {}
}
