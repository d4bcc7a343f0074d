package dev.guestward.directory.graph;

import com.microsoft.graph.models.ObjectIdentity;
import com.microsoft.graph.models.User;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.StaffMember;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Maps the SDK's user to ours. A property Graph leaves out is read as the cautious value. */
final class GraphUsers {
    /** Always asked for by name: without a selection Graph leaves most of these out. */
    static final String[] SELECT = {
        "id",
        "userType",
        "externalUserState",
        "externalUserStateChangeDateTime",
        "accountEnabled",
        "displayName",
        "userPrincipalName",
        "mail",
        "otherMails",
        "identities",
        "onPremisesSyncEnabled",
        "createdDateTime",
        "signInSessionsValidFromDateTime"
    };

    private GraphUsers() {}

    static DirectoryUser user(User user) {
        return new DirectoryUser(
                id(user),
                kind(user.getUserType()),
                redemption(user.getExternalUserState()),
                instant(user.getExternalUserStateChangeDateTime()),
                Boolean.TRUE.equals(user.getAccountEnabled()),
                user.getDisplayName(),
                user.getUserPrincipalName(),
                user.getMail(),
                Optional.ofNullable(user.getOtherMails()).map(List::copyOf).orElse(List.of()),
                issuer(user.getIdentities()),
                Boolean.TRUE.equals(user.getOnPremisesSyncEnabled()),
                instant(user.getCreatedDateTime()),
                instant(user.getSignInSessionsValidFromDateTime()));
    }

    static List<String> mails(User user) {
        return Stream.concat(Stream.ofNullable(user.getMail()), GraphAccounts.listed(user.getOtherMails()))
                .toList();
    }

    static StaffMember staff(User user) {
        String name = Optional.ofNullable(user.getDisplayName()).orElse("");
        String principal = Optional.ofNullable(user.getUserPrincipalName()).orElse("");
        return new StaffMember(
                id(user), principal, name, user.getMail(), Boolean.TRUE.equals(user.getAccountEnabled()));
    }

    static ObjectId id(User user) {
        return new ObjectId(Objects.requireNonNull(user.getId(), "Graph answered with a user that has no id"));
    }

    private static DirectoryUser.Kind kind(@Nullable String userType) {
        if ("Guest".equals(userType)) {
            return DirectoryUser.Kind.GUEST;
        }
        return "Member".equals(userType) ? DirectoryUser.Kind.MEMBER : DirectoryUser.Kind.UNKNOWN;
    }

    private static DirectoryUser.Redemption redemption(@Nullable String state) {
        if ("Accepted".equals(state)) {
            return DirectoryUser.Redemption.ACCEPTED;
        }
        return "PendingAcceptance".equals(state) ? DirectoryUser.Redemption.PENDING : DirectoryUser.Redemption.NONE;
    }

    static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static @Nullable String issuer(@Nullable List<ObjectIdentity> identities) {
        if (identities == null) {
            return null;
        }
        return identities.stream()
                .filter(identity -> "federated".equals(identity.getSignInType()))
                .map(ObjectIdentity::getIssuer)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
