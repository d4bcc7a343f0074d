package dev.guestward.invitation;

import dev.guestward.audit.AuditLedger;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.gateway.LastWord;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Invites nobody, and gives nothing to anybody, of whom an owner has to decide first, or whom somebody has declined. An
 * administrator can move a workflow past its owner's task in Cockpit; the decision itself is on record here.
 */
@Component
public class NothingUndecided implements LastWord {
    /** The answer to an act about a request that nobody has approved. */
    public static final String UNDECIDED = "not-approved";

    /** Written where the policy asks for an owner's approval. */
    public static final String APPROVAL_NEEDED = "policy-approval";

    private static final Set<Effect.Kind> BEGINNING =
            Set.of(Effect.Kind.INVITE, Effect.Kind.ADD_MEMBER, Effect.Kind.ASSIGN_APP_ROLE);

    private final Guests guests;
    private final InvitationDecisions decisions;
    private final AuditLedger audit;

    NothingUndecided(Guests guests, InvitationDecisions decisions, AuditLedger audit) {
        this.guests = guests;
        this.decisions = decisions;
        this.audit = audit;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Verdict on(Effect effect) {
        if (!BEGINNING.contains(effect.kind())) {
            return GO;
        }
        return guests.find(new GuestId(effect.guestId()))
                .filter(this::isUndecided)
                .<Verdict>map(guest -> new No(UNDECIDED))
                .orElse(GO);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Verdict ifReported(Effect effect) {
        return on(effect);
    }

    private boolean isUndecided(Guest guest) {
        if (guest.state() == GuestState.DECLINED) {
            return true;
        }
        if (guest.state() != GuestState.REQUESTED) {
            return false; // decided before they were invited
        }
        return guest.attention() == Attention.WAITS_FOR_OWNER
                || (!decisions.isApproved(guest.id())
                        && audit.of(guest.id().value()).stream()
                                .anyMatch(entry -> entry.code().equals(APPROVAL_NEEDED)));
    }
}
