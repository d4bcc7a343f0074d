package dev.guestward.invitation;

import dev.guestward.audit.Actor;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.NewGuest;
import dev.guestward.invitation.InvitationPolicy.Case;
import dev.guestward.invitation.InvitationPolicy.Outcome;
import dev.guestward.invitation.InvitationPolicy.Verdict;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes requests for guests. */
@Component
public class Invitations {
    private final InvitationRules rules;
    private final InvitationPolicy policy;
    private final Guests guests;
    private final InvitationWorkflow workflow;
    private final RepeatedRequests repeated;
    private final MessageSource texts;

    Invitations(
            InvitationRules rules,
            InvitationPolicy policy,
            Guests guests,
            InvitationWorkflow workflow,
            RepeatedRequests repeated,
            MessageSource texts) {
        this.rules = rules;
        this.policy = policy;
        this.guests = guests;
        this.workflow = workflow;
        this.repeated = repeated;
        this.texts = texts;
    }

    /**
     * Registers a guest and starts the workflow, all in one transaction or not at all.
     *
     * @param idempotencyKey the caller's name for this request; the same key gets the same answer
     * @throws InvalidInput naming every field that is not acceptable, or why the policy refuses the request
     * @throws Conflict if the caller's own list holds the address already
     */
    @Transactional
    public InvitationAnswer request(InvitationRequest request, Viewer caller, @Nullable String idempotencyKey) {
        if (idempotencyKey == null) {
            return accept(request, caller);
        }
        Optional<InvitationAnswer> before = repeated.answerTo(caller, idempotencyKey, request);
        if (before.isPresent()) {
            return before.get();
        }
        InvitationAnswer answer = accept(request, caller);
        repeated.remember(caller, idempotencyKey, answer);
        return answer;
    }

    private InvitationAnswer accept(InvitationRequest request, Viewer caller) {
        NewGuest wanted = rules.checked(request, caller);
        throwIfRefused(wanted);
        Optional<Guest> known = guests.openWithAddress(wanted.email());
        if (known.isPresent()) {
            return alreadyThere(known.get(), caller);
        }
        GuestId id = guests.register(wanted).id();
        workflow.start(id);
        return new InvitationAnswer.Accepted(id);
    }

    private void throwIfRefused(NewGuest wanted) {
        Verdict verdict = policy.verdict(Case.of(wanted));
        if (verdict.outcome() == Outcome.REFUSAL) {
            throw InvalidInput.of(
                    verdict.field() == null ? "" : verdict.field(),
                    texts.getMessage(verdict.reason(), null, verdict.reason(), LocaleContextHolder.getLocale()));
        }
    }

    private InvitationAnswer alreadyThere(Guest known, Viewer caller) {
        if (Guests.maySee(caller, known)) {
            throw new Conflict("This address is already on the list as guest " + known.id() + ". Nothing was sent.");
        }
        guests.note(
                known.id(),
                Actor.person(caller.id().value()),
                "co-sponsorship-asked",
                Map.of("by", caller.id().value()));
        return new InvitationAnswer.KnownHere();
    }
}
