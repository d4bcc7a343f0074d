package dev.guestward.directory;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tenant's rules about collaboration, for the checks before inviting. Changes by an administrator may take up to an
 * hour to show. Every read throws {@link DirectoryUnavailable}, with {@link Trouble#PERMISSION} if we may not see it.
 */
public interface TenantSettings {

    /** Who may invite, and what a guest may see. */
    record Collaboration(InvitesFrom invitesFrom, GuestRole guestRole) {}

    enum InvitesFrom {
        NONE,
        ADMINS_AND_GUEST_INVITERS,
        ADMINS_GUEST_INVITERS_AND_MEMBERS,
        EVERYONE,
        UNKNOWN
    }

    /** What guests may see of the directory; {@link #SAME_AS_MEMBERS} is worth a warning. */
    enum GuestRole {
        SAME_AS_MEMBERS,
        LIMITED,
        RESTRICTED,
        UNKNOWN
    }

    /**
     * The rules for people who come from one tenant; null parts are inherited from the default.
     *
     * @param inboundBlocked nobody, or not everybody, may be invited from there
     * @param trustsMfa a second factor of the home tenant counts here
     */
    record CrossTenantRule(
            @Nullable Boolean inboundBlocked, @Nullable Boolean trustsMfa) {}

    /**
     * A Conditional Access policy, cut down to what decides on guests' second factor.
     *
     * @param enforced enabled, and not only reporting
     * @param includedApplications application ids, or {@code All}
     */
    record AccessPolicy(
            String id,
            String name,
            boolean enforced,
            List<String> includedApplications,
            List<String> excludedApplications,
            boolean includesGuests,
            boolean excludesGuests,
            List<ObjectId> includedGroups,
            boolean requiresMfa,
            List<String> termsOfUse) {}

    /** Whose tenant a domain is. */
    record HomeTenant(ObjectId tenantId, String name, String defaultDomain) {}

    Collaboration collaboration();

    /** The default rule for all tenants that have none of their own. */
    CrossTenantRule crossTenantDefault();

    /** The rule of a partner's tenant; empty if the default applies. */
    Optional<CrossTenantRule> crossTenantRule(ObjectId tenantId);

    /** All Conditional Access policies. The directory allows one such call a second for everybody: ask at most hourly. */
    List<AccessPolicy> accessPolicies();

    /** The tenant behind a domain; empty if there is none, so that redemption falls to other identities. */
    Optional<HomeTenant> homeTenant(String domain);
}
