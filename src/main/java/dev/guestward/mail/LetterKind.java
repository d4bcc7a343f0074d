package dev.guestward.mail;

import static dev.guestward.mail.LetterValue.DAY;
import static dev.guestward.mail.LetterValue.LINES;
import static dev.guestward.mail.LetterValue.LINK;
import static dev.guestward.mail.LetterValue.LIST;
import static dev.guestward.mail.LetterValue.MOMENT;
import static dev.guestward.mail.LetterValue.NUMBER;
import static dev.guestward.mail.LetterValue.WORDS;

import dev.guestward.mode.Workflow;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The letters there are, and the values each of them needs. Values named under {@code optional} may be left out or null.
 * The hospital's name, the sender and the contact need not be given: every letter has them.
 */
public enum LetterKind {
    /** To the guest: the redeem link. */
    INVITATION(Reader.GUEST, 40, Values.INVITATION, Values.OF_SPONSOR),
    /** To the guest who has not accepted yet: the redeem link again; {@code reminder} counts from 1. */
    INVITATION_REMINDER(Reader.GUEST, 30, Values.and(Values.INVITATION, "reminder", NUMBER), Values.OF_SPONSOR),
    /** To the sponsor of a guest who does not accept: send again, correct the address or drop. */
    SPONSOR_CHOICE(
            Reader.STAFF,
            60,
            Map.of("guestName", WORDS, "clinicName", WORDS, "invitedAt", DAY, "lapsesAt", DAY, "taskUrl", LINK),
            Map.of()),
    /** To the sponsor: never accepted, over. */
    INVITATION_LAPSED(Reader.STAFF, 50, Values.GUEST, Map.of()),
    /** To the sponsor: a guest's access has ended, and can be restored for a while. */
    ACCESS_ENDED(Reader.STAFF, 50, Map.of("guestName", WORDS, "clinicName", WORDS, "restorableUntil", DAY), Map.of()),
    /** To the sponsor: a guest has been let in again; how much came back, and how much could not. */
    ACCESS_RESTORED(
            Reader.STAFF,
            50,
            Map.of("guestName", WORDS, "clinicName", WORDS, "given", NUMBER, "lost", NUMBER, "accessUntil", DAY),
            Map.of()),
    /** To the sponsor: the account is gone for good, only a new invitation helps. */
    NOT_RESTORED(Reader.STAFF, 50, Values.GUEST, Map.of()),
    /** To the sponsor: a guest's access ends soon; extend it, or let it end. */
    ENDING_SOON_SPONSOR(
            Reader.STAFF,
            60,
            Map.of("guestName", WORDS, "clinicName", WORDS, "accessUntil", DAY, "taskUrl", LINK),
            Map.of()),
    /** To the guest: access ends soon. */
    ENDING_SOON_GUEST(
            Reader.GUEST,
            30,
            Map.of("guestName", WORDS, "sponsorName", WORDS, "accessUntil", DAY),
            Map.of("sponsorMail", WORDS)),
    /** To an owner: a guest is to have access for longer. */
    EXTENSION_ASKED(
            Reader.STAFF,
            60,
            Map.of(
                    "guestName",
                    WORDS,
                    "clinicName",
                    WORDS,
                    "requesterName",
                    WORDS,
                    "accessUntil",
                    DAY,
                    "taskUrl",
                    LINK),
            Map.of()),
    /** To somebody who is asked to take over the guests of a sponsor who leaves. */
    SUCCESSION_ASKED(Reader.STAFF, 60, Values.SUCCESSION, Map.of()),
    /** To the same, who has not answered. */
    SUCCESSION_REMINDER(Reader.STAFF, 60, Values.SUCCESSION, Map.of()),
    /** To the new sponsor of a guest. */
    SPONSORSHIP_HANDED_OVER(
            Reader.STAFF,
            50,
            Map.of("guestName", WORDS, "clinicName", WORDS, "sponsorName", WORDS, "taskUrl", LINK),
            Map.of()),
    /** To the sponsor of a guest for whom somebody else has asked. */
    CO_SPONSORSHIP_ASKED(
            Reader.STAFF,
            50,
            Map.of("guestName", WORDS, "clinicName", WORDS, "requesterName", WORDS, "taskUrl", LINK),
            Map.of()),
    /** To an owner: approve or decline. */
    APPROVAL_ASKED(Reader.STAFF, 60, Values.APPROVAL, Map.of()),
    /** To the same owner, who has not answered. */
    APPROVAL_REMINDER(Reader.STAFF, 60, Values.APPROVAL, Map.of()),
    /** To the deputy of an owner who has not answered. */
    APPROVAL_ESCALATED(Reader.STAFF, 60, Values.APPROVAL, Map.of()),
    /** To the sponsor: the owner said no. */
    REQUEST_DECLINED(Reader.STAFF, 50, Values.GUEST, Map.of("reason", LINES)),
    /** To a reviewer, at most once a day: what waits for a decision. */
    REVIEW_DIGEST(
            Reader.STAFF, 60, Map.of("reviews", NUMBER, "guests", NUMBER, "dueAt", DAY, "taskUrl", LINK), Map.of()),
    /** To somebody who is asked to claim guests, at most once a day. */
    CLAIMS_WAITING(Reader.STAFF, 60, Map.of("tasks", NUMBER, "dueAt", DAY, "taskUrl", LINK), Map.of()),
    /** To somebody who filled in the sign-up page and waits for this in front of it. */
    SIGN_UP_CONFIRMATION(
            Reader.GUEST, 90, Map.of("confirmUrl", LINK, "validUntil", MOMENT), Map.of("guestName", WORDS)),
    /** To the sponsor: a clinician who signed up waits. Tells nothing of what a stranger has typed. */
    SIGN_UP_WAITING(Reader.STAFF, 60, Map.of("clinicName", WORDS, "taskUrl", LINK), Map.of());

    private enum Reader {
        GUEST,
        STAFF
    }

    private final Reader reader;
    private final int priority;
    private final Map<String, LetterValue> needed;
    private final Map<String, LetterValue> optional;

    LetterKind(Reader reader, int priority, Map<String, LetterValue> needed, Map<String, LetterValue> optional) {
        this.reader = reader;
        this.priority = priority;
        this.needed = Collections.unmodifiableMap(new TreeMap<>(needed));
        this.optional = Collections.unmodifiableMap(new TreeMap<>(optional));
    }

    /** Whether it goes to a guest, or to somebody who would like to be one: not in report-only mode. */
    public boolean goesToGuest() {
        return reader == Reader.GUEST;
    }

    /** Whose mode decides on letters to guests. */
    public @Nullable Workflow workflow() {
        return switch (this) {
            case INVITATION, SIGN_UP_CONFIRMATION -> Workflow.INVITATION;
            case INVITATION_REMINDER -> Workflow.REDEMPTION;
            case ENDING_SOON_GUEST -> Workflow.EXPIRY;
            default -> null;
        };
    }

    /** The higher, the earlier it leaves. */
    int priority() {
        return priority;
    }

    Map<String, LetterValue> needed() {
        return needed;
    }

    Map<String, LetterValue> optional() {
        return optional;
    }

    /** As in file names, audit codes and addresses of pages: {@code invitation-reminder}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @param key as {@link #key()} gives it */
    public static Optional<LetterKind> of(String key) {
        return Arrays.stream(values()).filter(kind -> kind.key().equals(key)).findFirst();
    }

    /** @throws IllegalArgumentException naming kind and value, never what the value holds */
    void check(Map<String, Object> values) {
        needed.keySet().forEach(name -> {
            if (values.get(name) == null) {
                throw new IllegalArgumentException(this + " needs the value " + name);
            }
        });
        values.forEach((name, value) -> {
            LetterValue type = type(name);
            if (!type.accepts(value)) {
                throw new IllegalArgumentException(this + " cannot show its value " + name + ": it is no " + type);
            }
        });
    }

    /** @throws IllegalArgumentException if the kind has no such value */
    LetterValue type(String name) {
        LetterValue type = needed.containsKey(name) ? needed.get(name) : optional.get(name);
        if (type == null) {
            throw new IllegalArgumentException(this + " knows no value " + name);
        }
        return type;
    }

    private static final class Values {
        static final Map<String, LetterValue> GUEST = Map.of("guestName", WORDS, "clinicName", WORDS);
        static final Map<String, LetterValue> SUCCESSION =
                Map.of("sponsorName", WORDS, "guests", NUMBER, "dueAt", DAY, "taskUrl", LINK);
        static final Map<String, LetterValue> INVITATION = Map.of(
                "guestName",
                WORDS,
                "sponsorName",
                WORDS,
                "purpose",
                WORDS,
                "grants",
                LIST,
                "accessUntil",
                DAY,
                "redeemUrl",
                LINK);
        static final Map<String, LetterValue> OF_SPONSOR =
                Map.of("sponsorMail", WORDS, "message", LINES, "applicationUrl", LINK);
        static final Map<String, LetterValue> APPROVAL = Map.of(
                "guestName",
                WORDS,
                "clinicName",
                WORDS,
                "sponsorName",
                WORDS,
                "requesterName",
                WORDS,
                "purpose",
                WORDS,
                "accessUntil",
                DAY,
                "grants",
                LIST,
                "taskUrl",
                LINK);

        static Map<String, LetterValue> and(Map<String, LetterValue> values, String name, LetterValue type) {
            Map<String, LetterValue> all = new TreeMap<>(values);
            all.put(name, type);
            return all;
        }
    }
}
