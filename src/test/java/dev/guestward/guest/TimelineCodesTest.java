package dev.guestward.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.mail.LetterKind;
import dev.guestward.removal.Removal;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the ledger says about a guest can be read by people. */
class TimelineCodesTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/guestward");

    private static final String NO_LITERAL = "?";

    /** Calls that write a row about a guest, and which argument is the code. */
    private static final Map<String, Integer> CALLS =
            Map.of("note", 2, "attention", 3, "declined", 2, "move", 4, "append", 3);

    private static final Pattern CALL = Pattern.compile("(?:\\b(\\w+)\\.)?\\b(note|attention|declined|move|append)\\(");

    /** Who is called, in the sources that write: the register, the ledger, or a method of their own. */
    private static final Set<String> WRITERS = Set.of("guests", "audit", "");

    /** Letters while nobody is a guest yet. */
    private static final Set<LetterKind> NOBODYS = Set.of(
            LetterKind.SIGN_UP_CONFIRMATION,
            LetterKind.SIGN_UP_WAITING,
            LetterKind.REVIEW_DIGEST,
            LetterKind.CLAIMS_WAITING,
            LetterKind.SUCCESSION_ASKED,
            LetterKind.SUCCESSION_REMINDER);

    /** Sources that put a code together or are handed one. */
    private static final Map<String, Set<String>> MADE = Map.ofEntries(
            Map.entry("Guests.java", Set.of()),
            Map.entry("AdoptionState.java", Set.of()), // about no guest
            Map.entry("SuddenLosses.java", Set.of()), // nor this
            Map.entry(
                    "PendingGuests.java",
                    Set.of(
                            "lapsed",
                            "lapsed-account-kept",
                            "withdrawn",
                            "withdrawn-account-kept",
                            "withdrawn-blocked")),
            Map.entry("EarlierRecords.java", Set.of("comes-back", "was-here-before")),
            Map.entry("KnownPeople.java", Set.of("known-own", "known-own-blocked", "known-here")),
            Map.entry("GuestInvitations.java", Set.of("was-guest-already", "was-invited-already")),
            Map.entry("SignUpConfirmation.java", Set.of()), // nobody is a guest yet
            Map.entry("SignUpRequests.java", Set.of()), // nor here
            Map.entry("GrantAccess.java", Set.of("grant-refused", "grant-reported")),
            Map.entry("CorrectAddress.java", Set.of("correction-refused", "correction-reported")),
            Map.entry(
                    "AccountChanges.java",
                    Set.of(
                            "disabled-by-others",
                            "enabled-by-others",
                            "synchronized",
                            "synchronized-over",
                            "directory-role",
                            "directory-role-over",
                            "mail-changed",
                            "mail-back",
                            "found-deleted",
                            "became-member")),
            Map.entry("Sponsored.java", Set.of("sponsor-changed", "sponsor-succeeded", "review-handed-over")),
            Map.entry("CoSponsors.java", Set.of("co-sponsor-added", "co-sponsor-removed")),
            Map.entry("ChangedAccounts.java", Set.of("let-in-by-others", "removal-goes-on")),
            Map.entry("GuestFacts.java", Set.of("extended", "extended-emergency", "clinic-closed", "closing-stopped")),
            Map.entry("LeavingGuests.java", Set.of("deleted", "found-deleted", "restored-by-others")),
            Map.entry(
                    "AttestedGuests.java",
                    Set.of(
                            "review-kept",
                            "review-no",
                            "review-dont-know",
                            "review-silence",
                            "review-held",
                            "review-confirmed",
                            "review-unconfirmed",
                            "review-reassigned",
                            "review-delegated",
                            "review-delegation-ended")),
            Map.entry("Removals.java", removals()),
            Map.entry("MailQueue.java", letters()),
            Map.entry("MailWordings.java", Set.of())); // about no guest

    /** Rows about something else than a guest. */
    private static final Set<String> NOT_OF_GUESTS = Set.of(
            "clinic-created",
            "clinic-changed",
            "mail-wording-changed",
            "mail-wording-reset",
            "notification-replayed",
            "sign-up-accepted",
            "sign-up-assigned",
            "sign-up-declined",
            "sign-up-lapsed");

    private static Set<String> removals() {
        Set<String> codes =
                new TreeSet<>(Set.of("removal-asked", "removal-asked-urgent", "access-taken", "access-taken-in-part"));
        for (Removal.Ending ending : EnumSet.complementOf(EnumSet.of(Removal.Ending.DELETED, Removal.Ending.GONE))) {
            codes.add("removal-" + ending.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        return codes;
    }

    private static Set<String> letters() {
        Set<String> codes = new TreeSet<>();
        for (LetterKind kind : LetterKind.values()) {
            if (!NOBODYS.contains(kind)) {
                if (kind.goesToGuest()) {
                    codes.add(kind.key() + "-mail-suppressed");
                    codes.add(kind.key() + "-mail-withdrawn");
                }
                codes.addAll(
                        List.of(kind.key() + "-mailed", kind.key() + "-mail-failed", kind.key() + "-mail-bounced"));
            }
        }
        return codes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/messages.properties", "/messages_de.properties"})
    void everyCodeThatIsWrittenHasASentence(String file) throws IOException {
        Set<String> known = texts(file).stringPropertyNames();
        Set<String> codes = new TreeSet<>();
        written().values().forEach(codes::addAll);
        MADE.values().forEach(codes::addAll);
        codes.remove(NO_LITERAL);
        codes.removeAll(NOT_OF_GUESTS);

        assertThat(codes).contains("invitation-requested", "redeemed", "guest-edited", "lapsed", "link-refused");
        assertThat(codes).allSatisfy(code -> assertThat(known).contains("timeline." + code));
    }

    @Test
    void whoeverPutsACodeTogetherIsListedHere() throws IOException {
        Set<String> unknown = new TreeSet<>();
        written().forEach((file, codes) -> {
            if (codes.contains(NO_LITERAL)) {
                unknown.add(file);
            }
        });

        assertThat(MADE.keySet()).containsAll(unknown);
    }

    /** The codes by source file; "?" for one that is no literal there. */
    private static Map<String, Set<String>> written() throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(TimelineCodesTest::mayWrite).toList()) {
                Set<String> codes = codes(Files.readString(file));
                found.put(file.getFileName().toString(), codes);
            }
        }
        return found;
    }

    /** The ledger itself and letters have methods of the same names. */
    private static boolean mayWrite(Path file) {
        return file.toString().endsWith(".java")
                && !Set.of("AuditLedger.java", "ApprovalLetters.java")
                        .contains(file.getFileName().toString());
    }

    private static Set<String> codes(String source) {
        Set<String> codes = new TreeSet<>();
        Matcher call = CALL.matcher(source);
        while (call.find()) {
            List<String> arguments = arguments(source, call.end());
            int place = CALLS.getOrDefault(call.group(2), 0);
            String on = Objects.requireNonNullElse(call.group(1), "");
            if (!WRITERS.contains(on) || arguments.size() <= place || isDeclared(arguments)) {
                continue;
            }
            String code = arguments.get(place);
            codes.add(code.matches("\"[a-z-]+\"") ? code.substring(1, code.length() - 1) : NO_LITERAL);
        }
        return codes;
    }

    /** {@code note(GuestId id, Actor actor, …)} is where a method begins. */
    private static boolean isDeclared(List<String> arguments) {
        return arguments.stream().allMatch(argument -> argument.matches("[@\\w<>, ?.\\[\\]]+ \\w+"));
    }

    private static List<String> arguments(String source, int from) {
        List<String> arguments = new ArrayList<>();
        StringBuilder one = new StringBuilder();
        int depth = 0;
        boolean quoted = false;
        for (int i = from; i < source.length(); i++) {
            char c = source.charAt(i);
            quoted ^= c == '"';
            if (!quoted && c == ')' && depth == 0) {
                arguments.add(one.toString().strip());
                return arguments;
            }
            if (!quoted) {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            }
            if (c == ',' && depth == 0 && !quoted) {
                arguments.add(one.toString().strip());
                one.setLength(0);
            } else {
                one.append(c);
            }
        }
        return List.of();
    }

    private static Properties texts(String file) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(TimelineCodesTest.class.getResourceAsStream(file)), StandardCharsets.UTF_8)) {
            texts.load(reader);
        }
        return texts;
    }
}
