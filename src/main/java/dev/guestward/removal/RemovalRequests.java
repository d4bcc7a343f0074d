package dev.guestward.removal;

import dev.guestward.audit.Actor;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.removal.Removal.Ending;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What people ask for: to remove a guest, and to take that back. */
@Component
public class RemovalRequests {
    private static final int LONGEST = 500;

    private final LeavingGuests leaving;
    private final Removals removals;
    private final RemovalWorkflow workflow;
    private final MessageSource texts;
    private final Clock clock;

    RemovalRequests(
            LeavingGuests leaving, Removals removals, RemovalWorkflow workflow, MessageSource texts, Clock clock) {
        this.leaving = leaving;
        this.removals = removals;
        this.workflow = workflow;
        this.texts = texts;
        this.clock = clock;
    }

    /** Whether this person may have the guest removed, restored or kept. */
    public static boolean mayDecide(Guest guest, Viewer viewer) {
        return viewer.isAdministrator() || viewer.is(guest.sponsor());
    }

    /**
     * Whether this person, who may decide on the guest, may take back this very removal, before or after the block. What somebody
     * else wanted as a matter of security, or decided over the sponsor's head, is not the sponsor's to take back.
     */
    public static boolean mayTakeBack(Removal removal, Viewer viewer) {
        return viewer.isAdministrator()
                || removal.askedBy().equals(viewer.id().value())
                || !removal.reserved() && !removal.urgent();
    }

    /**
     * Opens a removal and starts its workflow.
     *
     * @param urgent a matter of security: at once, without an undo window
     * @throws InvalidInput if there is no reason
     * @throws NotFound if there is no such guest, or the person may not know of it
     * @throws AccessDeniedException if the person may see the guest only
     * @throws Conflict if the guest is being removed already, or there is nothing to remove
     */
    @Transactional
    public Removal remove(GuestId id, @Nullable String reason, boolean urgent, Viewer viewer) {
        Guest guest = leaving.lockedFor(id, viewer);
        Findings findings = new Findings(texts);
        String why = reason(reason, findings);
        findings.throwIfAny();
        Actor actor = Actor.person(viewer.id().value());
        boolean reserved = !viewer.is(guest.sponsor());
        Removal removal = removals.open(new Removals.Request(id, Cause.REQUEST, actor, why, urgent, reserved));
        workflow.start(id);
        return removal;
    }

    /**
     * Takes a removal back while nothing has been done.
     *
     * @throws Conflict if there is none, it has gone too far: then only restoration helps, or it is somebody else's to take back
     */
    @Transactional
    public void undo(GuestId id, Viewer viewer) {
        leaving.lockedFor(id, viewer);
        Removal removal = removals.current(id).orElseThrow(() -> new Conflict("This guest is not being removed."));
        if (!mayTakeBack(removal, viewer)) {
            throw new Conflict(RestorationRequests.Obstacle.RESERVED.words());
        }
        if (removal.stage(clock.instant()) != Removal.Stage.UNDO_WINDOW || removal.blockSentAt() != null) {
            throw new Conflict("It is too late to undo this removal. Restore the guest instead.");
        }
        removals.ended(
                removal, Ending.UNDONE, "undone", Actor.person(viewer.id().value()));
        workflow.overtaken(id);
    }

    /**
     * Opens a removal for another module, which has checked who wants it, and starts its workflow.
     *
     * @throws Conflict if the guest is being removed already, or there is nothing to remove
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Removal open(Removals.Request request) {
        Removal removal = removals.open(request);
        workflow.start(request.guest());
        return removal;
    }

    /**
     * Takes this removal back for another module, which has checked who wants it.
     *
     * @throws Conflict if something has been done, or it is over
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void takeBack(GuestId id, UUID removal, Ending as, String because, Actor actor) {
        Removal open = removals.currentLocked(id)
                .filter(one -> one.id().equals(removal))
                .filter(one -> one.blockSentAt() == null)
                .orElseThrow(() -> new Conflict("This guest is being blocked already. Restore the guest instead."));
        removals.ended(open, as, because, actor);
        workflow.overtaken(id);
    }

    /** Why somebody wants it; an empty one, or one that nobody could read, is noted. */
    static String reason(@Nullable String given, Findings findings) {
        String why = given == null ? "" : given.strip();
        if (why.isEmpty() || why.length() > LONGEST || why.chars().anyMatch(Character::isISOControl)) {
            findings.add("reason", "removal.invalid.reason", LONGEST);
        }
        return why;
    }
}
