package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A user: member or guest, live, soft-deleted or purged. Guarded by the directory's lock. */
final class UserEntry extends Entry {
    final Set<String> sponsors = new LinkedHashSet<>();
    final Set<String> directoryRoles = new LinkedHashSet<>();

    /** Names of the administrative units the user was put into. */
    final Set<String> administrativeUnits = new LinkedHashSet<>();

    /** Other addresses of the same account at home: inviting one of them finds this guest. */
    final Set<String> homeAddresses = new LinkedHashSet<>();

    @Nullable
    String manager;

    @Nullable
    Instant deletedAt;

    boolean purged;

    UserEntry(String id, long ordinal, ObjectNode properties, Instant visibleAt, Instant listedAt) {
        super(id, ordinal, properties, visibleAt, listedAt);
    }

    @Override
    State state() {
        return new State(super.state().properties(), manager, deletedAt, purged);
    }

    @Override
    void become(State state) {
        super.become(state);
        manager = state.manager();
        deletedAt = state.deletedAt();
        purged = state.purged();
    }

    @Override
    boolean live() {
        return deletedAt == null && !purged;
    }

    boolean guest() {
        return text("userType").equals("Guest");
    }

    boolean enabled() {
        return properties().path("accountEnabled").asBoolean();
    }

    boolean pending() {
        return text("externalUserState").equals("PendingAcceptance");
    }

    boolean accepted() {
        return text("externalUserState").equals("Accepted");
    }
}
