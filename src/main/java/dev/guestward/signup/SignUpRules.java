package dev.guestward.signup;

import dev.guestward.guest.Grants;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.invitation.InvitationSettings;
import dev.guestward.invitation.MailAddress;
import dev.guestward.invitation.PatientNumbers;
import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Checks what a form holds by its form alone. Whether clinic, sponsor or guest exist must not show in the answer, so
 * nothing here knows of them.
 */
@Component
class SignUpRules {
    static final int LONGEST_NAME = 120;
    static final int LONGEST_PURPOSE = 500;

    private final Grants grants;
    private final HospitalSettings hospital;
    private final InvitationSettings settings;
    private final MessageSource texts;
    private final Clock clock;

    SignUpRules(
            Grants grants, HospitalSettings hospital, InvitationSettings settings, MessageSource texts, Clock clock) {
        this.grants = grants;
        this.hospital = hospital;
        this.settings = settings;
        this.texts = texts;
        this.clock = clock;
    }

    /** What was typed, acceptable in its form. */
    record Checked(String email, String displayName, String purpose, List<String> grants, LocalDate accessUntil) {
        @Override
        public String toString() {
            return "Checked[…]";
        }
    }

    /** @throws InvalidInput naming every field that is not acceptable */
    Checked check(SignUpForm form, Locale locale) {
        Findings findings = new Findings(texts, locale);
        String email = email(form.email(), findings);
        String name = findings.line("displayName", form.displayName(), LONGEST_NAME, true);
        String purpose = findings.lines("purpose", unixLines(form.purpose()), LONGEST_PURPOSE, true);
        PatientNumbers.refuse("displayName", name, findings);
        PatientNumbers.refuse("purpose", purpose, findings);
        List<String> wanted = grants(form.grants(), findings);
        LocalDate until = until(form.accessUntil(), findings);
        findings.throwIfAny();
        return new Checked(email, name, purpose, wanted, until);
    }

    private static @Nullable String unixLines(@Nullable String text) {
        return text == null ? null : text.replace("\r\n", "\n");
    }

    private static String email(@Nullable String given, Findings findings) {
        String text = given == null ? "" : given.strip();
        if (text.isEmpty()) {
            findings.add("email", "signup.invalid.email.empty");
        } else {
            MailAddress.problemWith(text).ifPresent(problem -> findings.add("email", problem.text(), problem.values()));
        }
        return text;
    }

    /** Where there is one only, nobody is asked. */
    private List<String> grants(@Nullable List<String> given, Findings findings) {
        List<String> known = List.copyOf(grants.grants().keySet());
        if (known.size() == 1) {
            return known;
        }
        List<String> wanted =
                given == null ? List.of() : given.stream().distinct().toList();
        if (wanted.isEmpty() || !known.containsAll(wanted)) {
            findings.add("grants", "signup.invalid.grants");
        }
        return wanted;
    }

    private LocalDate until(@Nullable String given, Findings findings) {
        if (given == null || given.isBlank()) {
            findings.add("accessUntil", "invalid.until.empty");
            return LocalDate.EPOCH;
        }
        LocalDate until;
        try {
            until = LocalDate.parse(given.strip());
        } catch (DateTimeException e) {
            findings.add("accessUntil", "invalid.until.form");
            return LocalDate.EPOCH;
        }
        LocalDate latest = LocalDate.ofInstant(clock.instant().plus(settings.longestAccess()), hospital.timeZone());
        if (until.isBefore(LocalDate.ofInstant(clock.instant(), hospital.timeZone()))) {
            findings.add("accessUntil", "invalid.until.past");
        } else if (until.isAfter(latest)) {
            findings.add("accessUntil", "invalid.until.far", latest);
        }
        return until;
    }
}
