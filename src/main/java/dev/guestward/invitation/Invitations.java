package dev.guestward.invitation;

import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
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
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes requests for guests. */
@Component
public class Invitations {
    private final InvitationRules rules;
    private final InvitationPolicy policy;
    private final Guests guests;
    private final KnownPeople people;
    private final InvitationWorkflow workflow;
    private final RepeatedRequests repeated;
    private final MessageSource texts;

    Invitations(
            InvitationRules rules,
            InvitationPolicy policy,
            Guests guests,
            KnownPeople people,
            InvitationWorkflow workflow,
            RepeatedRequests repeated,
            MessageSource texts) {
        this.rules = rules;
        this.policy = policy;
        this.guests = guests;
        this.people = people;
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
        Locale locale = LocaleContextHolder.getLocale();
        if (idempotencyKey == null) {
            return onlyNew(accept(request, caller, Urgency.PERSON_WAITS, locale), locale);
        }
        Optional<InvitationAnswer> before = repeated.answerTo(caller, idempotencyKey, request);
        if (before.isPresent()) {
            return before.get();
        }
        InvitationAnswer answer = onlyNew(accept(request, caller, Urgency.PERSON_WAITS, locale), locale);
        repeated.remember(caller, idempotencyKey, answer);
        return answer;
    }

    /**
     * The same for a line of a file, which gives way to those who wait in front of a screen. The caller's transaction also
     * notes that the line is done: that, and no key, keeps it from being asked for twice.
     *
     * @throws InvalidInput naming every field that is not acceptable any more
     * @throws Conflict if somebody else registers the address at this moment
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public InvitationAnswer requestFromFile(InvitationRequest request, Viewer caller, Locale locale) {
        return accept(request, caller, Urgency.FROM_FILE, locale);
    }

    /**
     * Looks at many requests and writes nothing. Clinics and people are read once for all of them.
     *
     * @return for each request every field that is not acceptable, none if there is nothing wrong with it
     */
    @Transactional(readOnly = true)
    public List<List<InvalidInput.Field>> check(List<InvitationRequest> requests, Viewer caller, Locale locale) {
        References references = rules.loaded();
        return requests.stream()
                .map(request -> findings(rules.check(request, caller, references, locale), locale))
                .toList();
    }

    private InvitationAnswer accept(InvitationRequest request, Viewer caller, Urgency urgency, Locale locale) {
        NewGuest wanted = rules.check(request, caller, rules.stored(), locale).orThrow();
        refusal(wanted, locale).ifPresent(field -> {
            throw new InvalidInput(List.of(field));
        });
        Optional<Guest> known = guests.openWithAddress(wanted.email());
        if (known.isPresent()) {
            return alreadyThere(known.get(), caller);
        }
        GuestId id = guests.register(wanted).id();
        workflow.start(id, urgency);
        return new InvitationAnswer.Accepted(id);
    }

    private InvitationAnswer onlyNew(InvitationAnswer answer, Locale locale) {
        if (answer instanceof InvitationAnswer.OnList known) {
            Guest guest = guests.get(known.guest());
            String text = guest.state() == GuestState.BLOCKED ? "known.blocked" : "known.on-list";
            throw new Conflict(texts.getMessage(
                    text, new Object[] {guest.displayName(), guest.id().toString()}, locale));
        }
        return answer;
    }

    private List<InvalidInput.Field> findings(InvitationRules.Verdict checked, Locale locale) {
        return checked.guest()
                .map(wanted -> refusal(wanted, locale).stream().toList())
                .orElse(checked.findings());
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

    private InvitationAnswer alreadyThere(Guest known, Viewer caller) {
        if (Guests.maySee(caller, known)) {
            return new InvitationAnswer.OnList(known.id());
        }
        people.askCoSponsorship(known, caller.id());
        return new InvitationAnswer.KnownHere();
    }
}
