package dev.guestward.expiry;

import dev.guestward.guest.Guest;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.invitation.EndOfAccess;
import dev.guestward.invitation.InvitationPolicy;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Which extensions are acceptable. */
@Component
class ExtensionRules {
    private static final int LONGEST_REASON = 500;
    private static final String UNTIL = "until";

    private final EndOfAccess ends;
    private final ExpirySettings settings;
    private final ExtensionTable table;
    private final HospitalSettings hospital;
    private final MessageSource texts;
    private final Clock clock;

    ExtensionRules(
            EndOfAccess ends,
            ExpirySettings settings,
            ExtensionTable table,
            HospitalSettings hospital,
            MessageSource texts,
            Clock clock) {
        this.ends = ends;
        this.settings = settings;
        this.table = table;
        this.hospital = hospital;
        this.texts = texts;
        this.clock = clock;
    }

    /**
     * An extension that is acceptable.
     *
     * @param needsApproval whether an owner decides before it holds
     */
    record Checked(Instant until, String reason, boolean emergency, boolean needsApproval) {
        @Override
        public String toString() {
            return "Checked[" + until + "]";
        }
    }

    /** @throws InvalidInput naming every field that is not acceptable */
    Checked checked(Extension wish, Guest guest, Viewer viewer) {
        Findings findings = new Findings(texts);
        boolean emergency = Boolean.TRUE.equals(wish.emergency());
        String given = wish.until() == null ? "" : wish.until();
        Optional<Instant> until = ends.agreed(given, guest, findings);
        boolean approval = until.filter(end -> needsApproval(end, emergency, guest, viewer, findings))
                .isPresent();
        String reason = findings.line("reason", wish.reason(), LONGEST_REASON, true);
        if (findings.any()) {
            throw new InvalidInput(renamed(findings.fields()));
        }
        return new Checked(until.orElseThrow(), reason, emergency, approval);
    }

    /** Administrators may go beyond the policy, as they may when they restore somebody. */
    private boolean needsApproval(Instant end, boolean emergency, Guest guest, Viewer viewer, Findings findings) {
        if (!end.isAfter(guest.accessUntil())) {
            findings.add(UNTIL, "expiry.invalid.not-later");
            return false;
        }
        if (emergency) {
            if (end.isAfter(clock.instant().plus(settings.longestEmergency()))) {
                findings.add(
                        UNTIL,
                        "expiry.invalid.emergency",
                        settings.longestEmergency().toHours());
            }
            Instant free = table.lastEmergency(guest.id())
                    .map(last -> last.plus(settings.emergencyPause()))
                    .orElse(Instant.MIN);
            if (clock.instant().isBefore(free)) {
                findings.add(
                        "emergency",
                        "expiry.invalid.emergency-series",
                        settings.emergencyPause().toDays(),
                        LocalDate.ofInstant(free, hospital.timeZone()));
            }
            return false;
        }
        if (viewer.isAdministrator()) {
            return false;
        }
        InvitationPolicy.Verdict verdict = ends.verdict(end, guest, viewer.id());
        if (verdict.outcome() == InvitationPolicy.Outcome.REFUSAL) {
            findings.add(UNTIL, "expiry.invalid.refused", findings.text(verdict.reason()));
        }
        return verdict.outcome() == InvitationPolicy.Outcome.APPROVAL;
    }

    /** The rules of invitations know the end by another name. */
    private static List<InvalidInput.Field> renamed(List<InvalidInput.Field> fields) {
        return fields.stream()
                .map(field ->
                        "accessUntil".equals(field.field()) ? new InvalidInput.Field(UNTIL, field.message()) : field)
                .toList();
    }
}
