package dev.guestward.invitation;

import dev.guestward.guest.Guest;
import dev.guestward.invitation.InvitationPolicy.Case;
import dev.guestward.invitation.InvitationPolicy.Outcome;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Findings;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Which other end of access a guest may get without asking anybody. */
@Component
public class EndOfAccess {
    private final InvitationRules rules;
    private final InvitationPolicy policy;

    EndOfAccess(InvitationRules rules, InvitationPolicy policy) {
        this.rules = rules;
        this.policy = policy;
    }

    /**
     * The end that somebody asks for, as a day or a moment. Administrators may go beyond the policy, but not beyond the longest
     * access and the agreement with the clinic.
     *
     * @param guest with their grants
     * @return empty, with a finding about {@code accessUntil}, if it cannot be that one
     */
    public Optional<Instant> on(String given, Guest guest, Viewer viewer, Findings findings) {
        Optional<Instant> until = rules.end(given, guest.clinicId(), findings);
        until.filter(end -> end.isAfter(guest.accessUntil()) && !viewer.isAdministrator())
                .ifPresent(end -> later(end, guest, viewer, findings));
        return until.filter(end -> !findings.any());
    }

    /**
     * The same, without the policy: within the longest access and the agreement with the clinic.
     *
     * @return empty, with a finding about {@code accessUntil}, if it cannot be that one
     */
    public Optional<Instant> agreed(String given, Guest guest, Findings findings) {
        return rules.end(given, guest.clinicId(), findings);
    }

    /** What the policy says about an end that this person asks for. */
    public InvitationPolicy.Verdict verdict(Instant until, Guest guest, PersonId asker) {
        Set<String> grants = guest.grants().stream().map(Guest.HeldGrant::key).collect(Collectors.toUnmodifiableSet());
        return policy.verdict(new Case(guest.clinicId(), guest.email(), asker, grants, until));
    }

    /** Notes a later end than the policy would let the guest in for. */
    void later(Instant until, Guest guest, Viewer viewer, Findings findings) {
        InvitationPolicy.Verdict verdict = verdict(until, guest, viewer.id());
        if (verdict.outcome() != Outcome.AUTOMATIC) {
            findings.add("accessUntil", "guest-edit.invalid.longer", findings.text(verdict.reason()));
        }
    }
}
