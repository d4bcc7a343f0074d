package dev.guestward.invitation;

import dev.guestward.audit.Actor;
import dev.guestward.guest.EarlierRecords;
import dev.guestward.guest.Grants;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.NewGuest;
import dev.guestward.invitation.InvitationPolicy.Case;
import dev.guestward.invitation.InvitationPolicy.Outcome;
import dev.guestward.invitation.InvitationWorkflow.Urgency;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Checks requests by rules and policy, and registers who passes. */
@Component
public class GuestRegistrations {
    private final InvitationRules rules;
    private final InvitationPolicy policy;
    private final Guests guests;
    private final EarlierRecords records;
    private final Grants grants;
    private final InvitationWorkflow workflow;
    private final MessageSource texts;

    GuestRegistrations(
            InvitationRules rules,
            InvitationPolicy policy,
            Guests guests,
            EarlierRecords records,
            Grants grants,
            InvitationWorkflow workflow,
            MessageSource texts) {
        this.rules = rules;
        this.policy = policy;
        this.guests = guests;
        this.records = records;
        this.grants = grants;
        this.workflow = workflow;
        this.texts = texts;
    }

    /** @throws InvalidInput naming every field that is not acceptable, or why the policy refuses the request */
    NewGuest checked(InvitationRequest request, Viewer caller, Locale locale) {
        NewGuest wanted = rules.check(request, caller, rules.stored(), locale).orThrow();
        refusal(wanted, locale).ifPresent(field -> {
            throw new InvalidInput(List.of(field));
        });
        return wanted;
    }

    /** Every field that is not acceptable, none if there is nothing wrong. */
    List<InvalidInput.Field> findings(InvitationRequest request, Viewer caller, References references, Locale locale) {
        InvitationRules.Verdict checked = rules.check(request, caller, references, locale);
        return checked.guest()
                .map(wanted -> refusal(wanted, locale).stream().toList())
                .orElse(checked.findings());
    }

    References loaded() {
        return rules.loaded();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    GuestId register(NewGuest wanted, Urgency urgency) {
        rules.stillAgreed(wanted);
        GuestId id = guests.register(wanted).id();
        workflow.start(id, urgency);
        return id;
    }

    /** The same with a link to the record the person had before. */
    @Transactional(propagation = Propagation.MANDATORY)
    GuestId register(NewGuest wanted, Urgency urgency, GuestId earlier, boolean getsBack) {
        rules.stillAgreed(wanted);
        GuestId id = guests.register(wanted).id();
        Actor actor = Actor.person(wanted.requestedBy().value());
        records.link(id, earlier, getsBack, actor);
        workflow.start(id, urgency);
        return id;
    }

    /** Whether {@link #again} would go through: nothing wrong by rules and policy. */
    public boolean mayComeAgain(Guest former, String accessUntil, Viewer caller) {
        return findings(request(former, accessUntil), caller, rules.stored(), Locale.ENGLISH)
                .isEmpty();
    }

    /**
     * Invites somebody anew whose account is gone for good: the same person, clinic, sponsor and purpose under another record,
     * which gets what the former one held as soon as the access is there. Rules, policy and approval as for any invitation.
     *
     * @throws InvalidInput naming every field that is not acceptable any more
     * @throws Conflict if somebody else registers the address at this moment
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public GuestId again(Guest former, String accessUntil, Viewer caller, Locale locale) {
        NewGuest wanted = checked(request(former, accessUntil), caller, locale);
        return register(wanted, Urgency.PERSON_WAITS, former.id(), true);
    }

    /** Grants that are not configured any more are left out: nobody could be given them. */
    private InvitationRequest request(Guest former, String accessUntil) {
        return new InvitationRequest(
                former.email(),
                former.displayName(),
                null,
                former.sponsor().value(),
                former.grants().stream()
                        .map(Guest.HeldGrant::key)
                        .filter(key -> grants.find(key).isPresent())
                        .toList(),
                accessUntil,
                former.purpose(),
                null,
                former.language());
    }

    /** Why the hospital's policy does not have this guest. */
    private Optional<InvalidInput.Field> refusal(NewGuest wanted, Locale locale) {
        InvitationPolicy.Verdict verdict = policy.verdict(Case.of(wanted));
        return verdict.outcome() == Outcome.REFUSAL
                ? Optional.of(new InvalidInput.Field(
                        verdict.field() == null ? "" : verdict.field(),
                        texts.getMessage(verdict.reason(), null, verdict.reason(), locale)))
                : Optional.empty();
    }
}
