package dev.guestward.directory;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
     * Whom, or which applications, a rule lets in.
     *
     * @param allowed whether the targets are let in, or kept out
     * @param targets ids, or {@link #EVERY}
     */
    record Admission(boolean allowed, Set<String> targets) {
        /** Stands for everybody, or for every application. */
        public static final String EVERY = "*";

        public Admission {
            targets = Set.copyOf(targets);
        }

        public boolean admitsAll() {
            return allowed ? targets.contains(EVERY) : targets.isEmpty();
        }

        public boolean admitsNone() {
            return allowed ? targets.isEmpty() : targets.contains(EVERY);
        }

        public boolean admits(String id) {
            return allowed == (targets.contains(EVERY) || targets.contains(id));
        }
    }

    /**
     * The rules for people who come from one tenant; null parts are inherited from the default.
     *
     * @param people who may be invited from there
     * @param applications which of our applications they may use
     * @param trustsMfa a second factor of the home tenant counts here
     */
    record CrossTenantRule(
            @Nullable Admission people,
            @Nullable Admission applications,
            @Nullable Boolean trustsMfa) {

        /** This rule, with what it leaves open taken from another. */
        public CrossTenantRule over(CrossTenantRule inherited) {
            return new CrossTenantRule(
                    people == null ? inherited.people : people,
                    applications == null ? inherited.applications : applications,
                    trustsMfa == null ? inherited.trustsMfa : trustsMfa);
        }
    }

    /**
     * The guests that one side of a Conditional Access policy names.
     *
     * @param everywhere guests from all tenants, and those without one
     * @param tenants otherwise guests from these tenants
     * @param groups members of these groups, wherever they come from
     */
    record Named(boolean everywhere, Set<ObjectId> tenants, Set<ObjectId> groups) {
        public Named {
            tenants = Set.copyOf(tenants);
            groups = Set.copyOf(groups);
        }

        /**
         * Whether a guest is meant.
         *
         * @param home null if it is not known, or the guest's organization has no tenant
         * @param held the groups the guest will be in
         */
        public boolean means(@Nullable ObjectId home, Set<ObjectId> held) {
            return everywhere
                    || (home != null && tenants.contains(home))
                    || held.stream().anyMatch(groups::contains);
        }
    }

    /** Whether a policy asks for a second factor. */
    enum SecondFactor {
        REQUIRED,
        /** It is one of several ways in. */
        ONE_OF_SEVERAL,
        NOT_ASKED
    }

    /**
     * A Conditional Access policy, cut down to what decides on guests.
     *
     * @param enforced enabled, and not only reporting
     * @param includedApplications application ids, or {@code All}
     * @param shutsOut nobody whom it concerns gets in
     * @param termsOfUse ids of agreements; what they say is hidden from applications
     */
    record AccessPolicy(
            String id,
            String name,
            boolean enforced,
            Set<String> includedApplications,
            Set<String> excludedApplications,
            Named included,
            Named excluded,
            SecondFactor secondFactor,
            boolean shutsOut,
            List<String> termsOfUse) {

        /** Whether it holds for a guest who uses the application. */
        public boolean concerns(String application, @Nullable ObjectId home, Set<ObjectId> groups) {
            return enforced
                    && (includedApplications.contains("All") || includedApplications.contains(application))
                    && !excludedApplications.contains(application)
                    && included.means(home, groups)
                    && !excluded.means(home, groups);
        }
    }

    /**
     * From which mail domains anybody may be invited.
     *
     * @param only whether the domains are the only ones, or the ones that are refused
     * @param domains in lower case
     */
    record DomainList(boolean only, Set<String> domains) {
        public DomainList {
            domains = Set.copyOf(domains);
        }

        public boolean admits(String domain) {
            return only == domains.contains(domain.toLowerCase(Locale.ROOT));
        }
    }

    /** Whose tenant a domain is. */
    record HomeTenant(ObjectId tenantId, String name, String defaultDomain) {}

    Collaboration collaboration();

    /** The default rule for all tenants that have none of their own. */
    CrossTenantRule crossTenantDefault();

    /** The rule of a partner's tenant; empty if the default applies. */
    Optional<CrossTenantRule> crossTenantRule(ObjectId tenantId);

    /** All Conditional Access policies. The directory allows one such call a second for everybody: ask at most hourly. */
    List<AccessPolicy> accessPolicies();

    /**
     * From which mail domains anybody may be invited. Microsoft shows the list in the beta of Graph only, which may change at
     * any time: it is good for advice and for an early no, and where it cannot be read nothing is refused.
     */
    DomainList domainList();

    /** The tenant behind a domain; empty if there is none, so that redemption falls to other identities. */
    Optional<HomeTenant> homeTenant(String domain);
}
