package dev.guestward.signup;

import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditLedger;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.InvitationAnswer;
import dev.guestward.invitation.InvitationRequest;
import dev.guestward.invitation.Invitations;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.signup.SignUp.State;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The sponsor's part: sees who asks to be their guest, and answers. Nobody sees or answers another one's. */
@Component
public class SignUpRequests {
    private static final int LONGEST_REASON = 500;

    private final SignUpTable table;
    private final Invitations invitations;
    private final Guests guests;
    private final AuditLedger audit;
    private final SignUpSettings settings;
    private final MessageSource texts;
    private final Clock clock;

    SignUpRequests(
            SignUpTable table,
            Invitations invitations,
            Guests guests,
            AuditLedger audit,
            SignUpSettings settings,
            MessageSource texts,
            Clock clock) {
        this.table = table;
        this.invitations = invitations;
        this.guests = guests;
        this.audit = audit;
        this.settings = settings;
        this.texts = texts;
        this.clock = clock;
    }

    /**
     * What the sponsor asks for, unchecked; what is left out stays as the clinician gave it.
     *
     * @param accessUntil a day, {@code 2027-03-31}
     */
    public record Terms(
            @Nullable String purpose,
            @Nullable List<@Nullable String> grants,
            @Nullable String accessUntil) {
        @Override
        public String toString() {
            return "Terms[…]";
        }
    }

    /** Those that wait for this person, the oldest first. */
    @Transactional(readOnly = true)
    public List<SignUp> waitingFor(Viewer sponsor) {
        return table.waitingFor(sponsor.id());
    }

    /** How many wait for this person. */
    public long countWaitingFor(Viewer sponsor) {
        return table.countWaitingFor(sponsor.id());
    }

    /** @throws NotFound if there is none, or it is somebody else's */
    public SignUp get(UUID id, Viewer sponsor) {
        return table.of(id, sponsor.id(), false).orElseThrow(SignUpRequests::unknown);
    }

    /** When it lapses if nobody answers. */
    public Instant lapsesAt(SignUp signUp) {
        return signUp.confirmedAt().plus(settings.answerWithin());
    }

    /**
     * Asks for the guest as this sponsor would have by the form: rules, policy and the owner's approval as ever.
     *
     * @throws NotFound if there is none, or it is somebody else's
     * @throws Conflict if it is decided, or the sponsor has this guest already
     * @throws InvalidInput naming every field that is not acceptable
     */
    @Transactional
    public InvitationAnswer accept(UUID id, Terms terms, Viewer sponsor) {
        SignUp signUp = toDecide(id, sponsor);
        InvitationAnswer answer = invitations.request(
                new InvitationRequest(
                        signUp.email(),
                        signUp.displayName(),
                        null,
                        sponsor.id().value(),
                        terms.grants() == null ? List.copyOf(signUp.grants()) : terms.grants(),
                        terms.accessUntil() == null ? signUp.accessUntil() : terms.accessUntil(),
                        terms.purpose() == null ? signUp.purpose() : terms.purpose(),
                        null,
                        signUp.language()),
                sponsor,
                null);
        GuestId guest = answer instanceof InvitationAnswer.Accepted accepted ? accepted.guest() : null;
        Actor actor = Actor.person(sponsor.id().value());
        table.decided(id, State.ACCEPTED, guest, null, clock.instant());
        audit.append(id, clock.instant(), actor, "sign-up-accepted", null, null, guestDetail(guest));
        if (guest != null) {
            guests.note(guest, actor, "signed-up", Map.of("signUp", id.toString()));
        }
        return answer;
    }

    private static Map<String, String> guestDetail(@Nullable GuestId guest) {
        return guest == null ? Map.of() : Map.of("guest", guest.toString());
    }

    /**
     * Says no. The reason is kept for a while, and nobody is mailed it.
     *
     * @throws NotFound if there is none, or it is somebody else's
     * @throws Conflict if it is decided
     * @throws InvalidInput if no reason is given
     */
    @Transactional
    public void decline(UUID id, @Nullable String reason, Viewer sponsor) {
        toDecide(id, sponsor);
        Findings findings = new Findings(texts);
        String why = findings.lines("reason", reason, LONGEST_REASON, true);
        findings.throwIfAny();
        table.decided(id, State.DECLINED, null, why, clock.instant());
        audit.append(id, clock.instant(), Actor.person(sponsor.id().value()), "sign-up-declined", null, null, Map.of());
    }

    private SignUp toDecide(UUID id, Viewer sponsor) {
        SignUp signUp = table.of(id, sponsor.id(), true).orElseThrow(SignUpRequests::unknown);
        if (signUp.state() != State.WAITING) {
            throw new Conflict("This request has been answered, or has lapsed.");
        }
        return signUp;
    }

    private static NotFound unknown() {
        return new NotFound("There is no such request, or it is not yours.");
    }
}
