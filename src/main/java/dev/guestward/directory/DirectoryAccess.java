package dev.guestward.directory;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How we are known to the directory, for the check at start and the readiness page. */
public interface DirectoryAccess {

    /** The parts our access may be split into, because a hospital may want each to have an application of its own. */
    enum Role {
        /** Reads, subscriptions, policies, sign-in activity. */
        READER,
        /** Invitations, sponsors, memberships and roles that are given. */
        INVITER,
        /** Blocks, unblocks and signs out. */
        BLOCKER,
        /** Takes memberships and roles away, deletes and restores. */
        REMOVER
    }

    /**
     * One role's credential as it is now.
     *
     * @param clientId the application it signs in as
     * @param permissions the application permissions in its token; empty if there is no token
     * @param trouble why there is no token, or null
     * @param code what the authority or the network said, without names; null if there is a token
     */
    record Standing(
            Role role,
            String clientId,
            Set<String> permissions,
            @Nullable Trouble trouble,
            @Nullable String code) {}

    /** Fetches a token for each role, anew, and tells what it may do. Never throws for what the directory says. */
    List<Standing> check();
}
