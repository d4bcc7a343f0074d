package dev.guestward.guest;

import dev.guestward.audit.Actor;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The register's part in taking a guest away and bringing one back. Each step follows what the directory has confirmed. */
@Component
public class LeavingGuests {
    private static final Set<GuestState> WITH_ACCESS = Set.of(GuestState.INVITED, GuestState.ACTIVE);
    private static final Set<GuestState> NOT_GONE =
            Set.of(GuestState.INVITED, GuestState.ACTIVE, GuestState.BLOCKED, GuestState.DISCOVERED);

    private final JdbcClient db;
    private final Guests guests;
    private final AccountSights sights;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    LeavingGuests(JdbcClient db, Guests guests, AccountSights sights, ApplicationEventPublisher events, Clock clock) {
        this.db = db;
        this.guests = guests;
        this.sights = sights;
        this.events = events;
        this.clock = clock;
    }

    /** Takes the guest's row, so that nobody changes the end of access meanwhile. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Guest locked(GuestId id) {
        return lockedIfKnown(id).orElseThrow(() -> new IllegalStateException("No guest " + id));
    }

    /**
     * The same for somebody who decides about the guest. Whether they may is looked at once more with the row in hand: somebody
     * may have handed the guest over while they waited for it.
     *
     * @throws NotFound if there is no such guest, or the person may not know of it
     * @throws AccessDeniedException if the person may see the guest only
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Guest lockedFor(GuestId id, Viewer viewer) {
        // whoever may not even know of the guest keeps nobody waiting
        guests.visible(id, viewer);
        guests.locked(id);
        Guest guest = guests.visible(id, viewer);
        if (!viewer.isAdministrator() && !viewer.is(guest.sponsor())) {
            throw new AccessDeniedException("for the sponsor and administrators");
        }
        return guest;
    }

    /** The same of somebody who may not be in the register. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Guest> lockedIfKnown(GuestId id) {
        return guests.locked(id);
    }

    /** Sign-in is forbidden. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void blocked(GuestId id, Actor actor, Map<String, String> details) {
        guests.move(id, WITH_ACCESS, GuestState.BLOCKED, actor, "blocked", details);
    }

    /** A grant is not held any more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void accessTaken(GuestId id) {
        db.sql("update guest_grant set given_at = null where guest_id = ?")
                .param(id.value())
                .update();
    }

    /** Grants are held again. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void accessGiven(GuestId id, Collection<String> grants) {
        db.sql("update guest_grant set given_at = ? where guest_id = ? and grant_key = any (?) and given_at is null")
                .params(Timestamp.from(clock.instant()), id.value(), grants.toArray(String[]::new))
                .update();
    }

    /** Gives access another end. Whoever asks for it says so in the ledger. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void endsAt(GuestId id, Instant accessUntil) {
        db.sql("update guest set access_until = ?, version = version + 1 where id = ?")
                .params(Timestamp.from(accessUntil), id.value())
                .update();
        events.publishEvent(new AccessEndMoved(id));
    }

    /** The account lies in the recycle bin. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void deleted(GuestId id, Actor actor, String code, Map<String, String> details) {
        guests.move(id, NOT_GONE, GuestState.DELETED, actor, code, details);
    }

    /** The account is looked at again soon, with everything it belongs to, also if it is deleted. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lookAgain(GuestId id) {
        sights.lookDue(id);
    }

    /**
     * Guests whose account has lain in the recycle bin since before this time, longest first.
     *
     * @param after the last one of the page before
     */
    public List<Guest> deletedBefore(Instant time, @Nullable Guest after, int limit) {
        return db.sql(GuestRows.SELECT + " where g.state = 'DELETED' and g.directory_id is not null"
                        + " and g.state_since < :time and (g.state_since, g.id) > (:since, :guest)"
                        + " order by g.state_since, g.id limit :limit")
                .param("time", Timestamp.from(time))
                .param("since", Timestamp.from(after == null ? Instant.EPOCH : after.stateSince()))
                .param("guest", after == null ? new UUID(0, 0) : after.id().value())
                .param("limit", limit)
                .query(GuestRows::guest)
                .list();
    }

    /** The directory has deleted the account for good. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void purged(GuestId id, Actor actor) {
        guests.move(id, Set.of(GuestState.DELETED), GuestState.PURGED, actor, "purged", Map.of());
    }

    /** Somebody else has brought the account back from the recycle bin. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void cameBack(GuestId id, GuestState to, Actor actor) {
        guests.move(id, Set.of(GuestState.DELETED), to, actor, "restored-by-others", Map.of());
        events.publishEvent(new GuestCameBack(id));
    }

    /** The account is none of ours any more: nothing finds it by this guest. */
    @Transactional(propagation = Propagation.MANDATORY)
    void letGo(GuestId id) {
        db.sql("update guest set directory_id = null, version = version + 1 where id = ?")
                .param(id.value())
                .update();
    }

    /** The account is back from the recycle bin, still blocked. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void undeleted(GuestId id, Actor actor) {
        guests.move(id, Set.of(GuestState.DELETED), GuestState.BLOCKED, actor, "undeleted", Map.of());
    }

    /** Sign-in is allowed again: the guest is what they were. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void restored(GuestId id, GuestState to, Actor actor, Map<String, String> details) {
        guests.move(id, Set.of(GuestState.BLOCKED), to, actor, "restored", details);
        db.sql("update guest set ended_as = null where id = ?")
                .param(id.value())
                .update();
    }
}
