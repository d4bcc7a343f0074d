package dev.guestward.readiness;

import dev.guestward.directory.DirectoryAccess;
import dev.guestward.directory.DirectoryAccess.Role;
import dev.guestward.directory.DirectoryAccess.Standing;
import dev.guestward.directory.Need;
import dev.guestward.directory.TenantSettings.Collaboration;
import dev.guestward.directory.TenantSettings.GuestRole;
import dev.guestward.directory.TenantSettings.InvitesFrom;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Who may invite, and what guests may see of the directory. */
@Component
class InvitesCheck implements ReadinessCheck {
    private static final String INVITES_FROM = "invites-from";
    private static final String GUEST_ROLE = "guest-role";
    /** With the narrowest rule that lets applications invite, a wider permission has been seen not to do. */
    private static final String INVITE = "User.Invite.All";

    private final TenantRules rules;
    private final DirectoryAccess access;
    private final ReadinessSettings settings;

    InvitesCheck(TenantRules rules, DirectoryAccess access, ReadinessSettings settings) {
        this.rules = rules;
        this.access = access;
        this.settings = settings;
    }

    @Override
    public String code() {
        return INVITES_FROM;
    }

    @Override
    public void forget() {
        rules.forget();
    }

    @Override
    public List<Finding> look() {
        Reading<Collaboration> reading = rules.collaboration();
        Collaboration collaboration = reading.value();
        Reading.Failure failure = reading.failure();
        if (failure != null) {
            return Stream.of(INVITES_FROM, GUEST_ROLE)
                    .flatMap(code ->
                            RuleFindings.unreadable(code, Need.READ_POLICIES, failure, settings.without()).stream())
                    .toList();
        }
        return collaboration == null
                ? List.of()
                : List.of(invites(collaboration.invitesFrom()), guestRole(collaboration.guestRole()));
    }

    private Finding invites(InvitesFrom from) {
        String key = "rules.invites-from." + from;
        return switch (from) {
            case NONE -> RuleFindings.of(INVITES_FROM, "", Result.BLOCKED, key);
            case ADMINS_AND_GUEST_INVITERS ->
                mayInvite()
                        ? Finding.ok(INVITES_FROM, "", Words.of(key))
                        : RuleFindings.of(INVITES_FROM, "", Result.BLOCKED, "rules.invites-from.not-us", INVITE);
            case ADMINS_GUEST_INVITERS_AND_MEMBERS, EVERYONE -> Finding.ok(INVITES_FROM, "", Words.of(key));
            case UNKNOWN -> RuleFindings.of(INVITES_FROM, "", Result.UNKNOWN, key);
        };
    }

    /** Where nobody can tell, the finding about the sign-in says so already. */
    private boolean mayInvite() {
        return access.check().stream()
                .filter(standing -> standing.role() == Role.INVITER)
                .allMatch(InvitesCheck::holdsInvite);
    }

    private static boolean holdsInvite(Standing inviter) {
        return inviter.trouble() != null || inviter.permissions().contains(INVITE);
    }

    private static Finding guestRole(GuestRole role) {
        String key = "rules.guest-role." + role;
        return switch (role) {
            case SAME_AS_MEMBERS -> RuleFindings.of(GUEST_ROLE, "", Result.WARNING, key);
            case LIMITED, RESTRICTED -> Finding.ok(GUEST_ROLE, "", Words.of(key));
            case UNKNOWN -> RuleFindings.of(GUEST_ROLE, "", Result.UNKNOWN, key);
        };
    }
}
