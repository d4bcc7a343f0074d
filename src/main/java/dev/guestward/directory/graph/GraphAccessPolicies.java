package dev.guestward.directory.graph;

import com.microsoft.graph.models.ConditionalAccessApplications;
import com.microsoft.graph.models.ConditionalAccessConditionSet;
import com.microsoft.graph.models.ConditionalAccessEnumeratedExternalTenants;
import com.microsoft.graph.models.ConditionalAccessGrantControl;
import com.microsoft.graph.models.ConditionalAccessGrantControls;
import com.microsoft.graph.models.ConditionalAccessGuestOrExternalUserTypes;
import com.microsoft.graph.models.ConditionalAccessGuestsOrExternalUsers;
import com.microsoft.graph.models.ConditionalAccessPolicy;
import com.microsoft.graph.models.ConditionalAccessPolicyState;
import com.microsoft.graph.models.ConditionalAccessUsers;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.TenantSettings.AccessPolicy;
import dev.guestward.directory.TenantSettings.Named;
import dev.guestward.directory.TenantSettings.SecondFactor;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Cuts Conditional Access policies down to what concerns guests. */
final class GraphAccessPolicies {
    private static final String ALL_USERS = "All";
    private static final String LEGACY_GUESTS = "GuestsOrExternalUsers";
    private static final Named NOBODY = new Named(false, Set.of(), Set.of());

    private GraphAccessPolicies() {}

    static AccessPolicy cutDown(ConditionalAccessPolicy policy) {
        ConditionalAccessConditionSet conditions = policy.getConditions();
        ConditionalAccessApplications applications = conditions == null ? null : conditions.getApplications();
        ConditionalAccessUsers users = conditions == null ? null : conditions.getUsers();
        ConditionalAccessGrantControls grant = policy.getGrantControls();
        return new AccessPolicy(
                Objects.requireNonNullElse(policy.getId(), ""),
                Objects.requireNonNullElse(policy.getDisplayName(), ""),
                policy.getState() == ConditionalAccessPolicyState.Enabled,
                applications == null ? Set.of() : set(applications.getIncludeApplications()),
                applications == null ? Set.of() : set(applications.getExcludeApplications()),
                users == null
                        ? NOBODY
                        : named(
                                users.getIncludeUsers(),
                                users.getIncludeGuestsOrExternalUsers(),
                                users.getIncludeGroups()),
                users == null
                        ? NOBODY
                        : named(
                                users.getExcludeUsers(),
                                users.getExcludeGuestsOrExternalUsers(),
                                users.getExcludeGroups()),
                grant == null ? SecondFactor.NOT_ASKED : secondFactor(grant),
                grant != null && asks(grant, ConditionalAccessGrantControl.Block),
                grant == null || grant.getTermsOfUse() == null ? List.of() : List.copyOf(grant.getTermsOfUse()));
    }

    private static Named named(
            @Nullable List<String> users,
            @Nullable ConditionalAccessGuestsOrExternalUsers guests,
            @Nullable List<String> groups) {
        Set<String> names = set(users);
        boolean everybody = names.contains(ALL_USERS) || names.contains(LEGACY_GUESTS);
        if (guests == null || !meansGuests(guests)) {
            return new Named(everybody, Set.of(), ids(groups));
        }
        return guests.getExternalTenants() instanceof ConditionalAccessEnumeratedExternalTenants some
                ? new Named(everybody, ids(some.getMembers()), ids(groups))
                : new Named(true, Set.of(), ids(groups));
    }

    private static boolean meansGuests(ConditionalAccessGuestsOrExternalUsers guests) {
        return guests.getGuestOrExternalUserTypes() != null
                && guests.getGuestOrExternalUserTypes()
                        .contains(ConditionalAccessGuestOrExternalUserTypes.B2bCollaborationGuest);
    }

    private static SecondFactor secondFactor(ConditionalAccessGrantControls grant) {
        boolean asked = grant.getAuthenticationStrength() != null || asks(grant, ConditionalAccessGrantControl.Mfa);
        if (!asked) {
            return SecondFactor.NOT_ASKED;
        }
        long ways = GraphAccounts.listed(grant.getBuiltInControls()).count()
                + GraphAccounts.listed(grant.getCustomAuthenticationFactors()).count()
                + GraphAccounts.listed(grant.getTermsOfUse()).count()
                + (grant.getAuthenticationStrength() == null ? 0 : 1);
        return "OR".equalsIgnoreCase(grant.getOperator()) && ways > 1
                ? SecondFactor.ONE_OF_SEVERAL
                : SecondFactor.REQUIRED;
    }

    private static boolean asks(ConditionalAccessGrantControls grant, ConditionalAccessGrantControl control) {
        return GraphAccounts.listed(grant.getBuiltInControls()).anyMatch(control::equals);
    }

    private static Set<ObjectId> ids(@Nullable List<String> values) {
        return GraphAccounts.listed(values)
                .flatMap(value -> ObjectId.parse(value).stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> set(@Nullable List<String> values) {
        return GraphAccounts.listed(values).collect(Collectors.toSet());
    }
}
