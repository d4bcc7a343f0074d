package dev.guestward.removal;

import dev.guestward.audit.Actor;
import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.HeldGroup;
import dev.guestward.directory.ObjectId;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.removal.Snapshots.Kind;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Through what a guest would still have access after everything was taken that can be: groups that nobody but a rule or the
 * on-premises directory takes people out of, and the groups which those are in. An administrator can help where the group is
 * filled; until then, or until the removal is over, the guest has an attention.
 */
@Component
public class RemainingAccess {
    private final JdbcClient db;
    private final DirectoryReads directory;
    private final Guests guests;
    private final Clock clock;

    RemainingAccess(JdbcClient db, DirectoryReads directory, Guests guests, Clock clock) {
        this.db = db;
        this.directory = directory;
        this.guests = guests;
        this.clock = clock;
    }

    /**
     * One way to access.
     *
     * @param name null where we may not read it
     * @param because a code: why it is still there
     * @param through the group that is in this one, if the guest is not in it directly
     */
    public record Way(
            Kind kind,
            String target,
            @Nullable String name,
            String because,
            @Nullable String through) {}

    /** What is left of an open removal, as it was seen last. */
    public List<Way> of(GuestId guest) {
        return db.sql("select a.* from remaining_access a join removal r on r.id = a.removal_id"
                        + " where r.guest_id = ? and r.ended_at is null"
                        + " order by a.through nulls first, a.kind, a.name nulls last, a.target_id")
                .param(guest.value())
                .query((rs, n) -> new Way(
                        Kind.valueOf(rs.getString("kind")),
                        rs.getString("target_id"),
                        rs.getString("name"),
                        rs.getString("because"),
                        rs.getString("through")))
                .list();
    }

    /**
     * Looks at what the account is in now.
     *
     * @param left groups the directory has confirmed to be left; an answer that still shows one is late
     * @throws DirectoryUnavailable if that cannot be read now
     */
    public List<Way> look(ObjectId account, Set<String> left) {
        List<HeldGroup> direct = directory.groups(account).stream()
                .filter(group -> !left.contains(group.id().value()))
                .toList();
        Set<ObjectId> listed = new HashSet<>();
        List<Way> ways = new ArrayList<>();
        for (HeldGroup group : direct) {
            listed.add(group.id());
            ways.add(new Way(Kind.GROUP, group.id().value(), group.name(), because(group), null));
        }
        for (HeldGroup inner : direct) {
            String through = Objects.requireNonNullElse(inner.name(), inner.id().value());
            for (HeldGroup outer : directory.groupsAround(inner.id())) {
                if (listed.add(outer.id())) {
                    ways.add(new Way(Kind.GROUP, outer.id().value(), outer.name(), "group-nested", through));
                }
            }
        }
        return ways;
    }

    private static String because(HeldGroup group) {
        return switch (group.filled()) {
            case BY_RULE -> "group-by-rule";
            case ON_PREMISES -> "group-on-premises";
            case WITH_ROLES -> "group-with-roles";
            case BY_HAND -> "group-still-member";
        };
    }

    /** Writes down what was seen. The guest has an attention while there is anything, unless something else is more urgent. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(Removal removal, List<Way> ways, Actor actor) {
        forget(removal.id());
        for (Way way : ways) {
            db.sql("insert into remaining_access (removal_id, kind, target_id, name, because, through, seen_at)"
                            + " values (?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            removal.id(),
                            way.kind().name(),
                            way.target(),
                            way.name(),
                            way.because(),
                            way.through(),
                            Timestamp.from(clock.instant()))
                    .update();
        }
        Guest guest = guests.get(removal.guest());
        if (!ways.isEmpty() && guest.attention() == null) {
            Map<String, String> details = Map.of("ways", String.valueOf(ways.size()));
            guests.attention(guest.id(), Attention.STILL_HAS_ACCESS, actor, "access-remains", details);
        } else if (ways.isEmpty() && guest.attention() == Attention.STILL_HAS_ACCESS) {
            guests.attention(guest.id(), null, actor, "access-remains-no-more", Map.of());
        }
    }

    /** The removal is over: nothing of it is left to be taken. */
    @Transactional(propagation = Propagation.MANDATORY)
    void forget(UUID removal) {
        db.sql("delete from remaining_access where removal_id = ?")
                .param(removal)
                .update();
    }
}
