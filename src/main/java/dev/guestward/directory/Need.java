package dev.guestward.directory;

import dev.guestward.directory.DirectoryAccess.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What the product needs to be allowed, and for what. Each need names the application permissions of Microsoft Graph that
 * meet it, the narrowest first; one of each group is enough.
 *
 * @see <a href="https://learn.microsoft.com/graph/permissions-reference">permissions reference</a>
 */
public enum Need {
    READ_USERS(
            Role.READER,
            true,
            List.of("User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All")),
    READ_MEMBERSHIPS(
            Role.READER,
            true,
            List.of(
                    "GroupMember.Read.All",
                    "GroupMember.ReadWrite.All",
                    "Group.Read.All",
                    "Group.ReadWrite.All",
                    "Directory.Read.All",
                    "Directory.ReadWrite.All")),
    HEAR_OF_GROUPS(Role.READER, false, List.of("Group.Read.All")),
    READ_DOMAINS(Role.READER, false, List.of("Domain.Read.All", "Domain.ReadWrite.All", "Directory.Read.All")),
    READ_POLICIES(Role.READER, false, List.of("Policy.Read.All")),
    READ_DOMAIN_LISTS(Role.READER, false, List.of("Policy.Read.B2BManagementPolicy")),
    FIND_TENANTS(Role.READER, false, List.of("CrossTenantInformation.ReadBasic.All")),
    READ_SIGN_INS(Role.READER, false, List.of("AuditLog.Read.All"), List.of("User.Read.All", "User.ReadWrite.All")),
    INVITE(Role.INVITER, true, List.of("User.Invite.All", "User.ReadWrite.All", "Directory.ReadWrite.All")),
    GIVE_MEMBERSHIPS(Role.INVITER, true, List.of("GroupMember.ReadWrite.All", "Group.ReadWrite.All")),
    CHANGE_SPONSORS(Role.INVITER, false, List.of("User.ReadWrite.All", "Directory.ReadWrite.All")),
    CORRECT_ADDRESSES(Role.INVITER, false, List.of("User.ReadWrite.All", "Directory.ReadWrite.All")),
    GIVE_APP_ROLES(
            Role.INVITER,
            false,
            List.of("AppRoleAssignment.ReadWrite.All"),
            List.of("Application.Read.All", "Application.ReadWrite.All")),
    BLOCK(
            Role.BLOCKER,
            true,
            List.of("User.EnableDisableAccount.All", "User.ReadWrite.All"),
            List.of("User.Read.All", "User.ReadWrite.All")),
    REVOKE_SESSIONS(Role.BLOCKER, true, List.of("User.RevokeSessions.All", "User.ReadWrite.All")),
    TAKE_MEMBERSHIPS(Role.REMOVER, true, List.of("GroupMember.ReadWrite.All", "Group.ReadWrite.All")),
    TAKE_APP_ROLES(
            Role.REMOVER,
            false,
            List.of("AppRoleAssignment.ReadWrite.All"),
            List.of("Application.Read.All", "Application.ReadWrite.All")),
    DELETE_AND_RESTORE(Role.REMOVER, true, List.of("User.DeleteRestore.All", "User.ReadWrite.All"));

    private final Role role;
    private final boolean required;
    private final List<List<String>> allOf;

    @SafeVarargs
    Need(Role role, boolean required, List<String>... allOf) {
        this.role = role;
        this.required = required;
        this.allOf = List.copyOf(Arrays.asList(allOf));
    }

    public Role role() {
        return role;
    }

    /** Whether the product's main work stands still without it. */
    public boolean isRequired() {
        return required;
    }

    /** The narrowest permissions that meet it. */
    public List<String> permissions() {
        return allOf.stream().map(anyOf -> anyOf.get(0)).toList();
    }

    public boolean isMetBy(Set<String> held) {
        return missingFrom(held).isEmpty();
    }

    /** The narrowest permissions that would meet what these do not. */
    public List<String> missingFrom(Set<String> held) {
        return allOf.stream()
                .filter(anyOf -> anyOf.stream().noneMatch(held::contains))
                .map(anyOf -> anyOf.get(0))
                .toList();
    }
}
