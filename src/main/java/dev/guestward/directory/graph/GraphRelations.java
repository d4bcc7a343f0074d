package dev.guestward.directory.graph;

import com.microsoft.graph.models.AdministrativeUnit;
import com.microsoft.graph.models.DirectoryObject;
import com.microsoft.graph.models.DirectoryObjectCollectionResponse;
import com.microsoft.graph.models.DirectoryRole;
import com.microsoft.graph.models.Group;
import com.microsoft.graph.models.User;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import dev.guestward.directory.AppRole;
import dev.guestward.directory.AppRoleAssignment;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.HeldGroup;
import dev.guestward.directory.Membership;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.ReportingLine;
import dev.guestward.directory.Sponsor;
import dev.guestward.directory.StaffMember;
import dev.guestward.directory.Trouble;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what accounts belong to, who is in a group, and who stands by an account. */
final class GraphRelations {
    static final String[] NAMED = {"id", "displayName"};
    static final String[] ID = {"id"};
    static final String[] WITH_MANAGER = {"manager($select=id)"};
    static final int LARGEST_PAGE = 999;

    private static final String[] FILLED = {
        "id", "displayName", "groupTypes", "onPremisesSyncEnabled", "isAssignableToRole"
    };

    private static final String[] STAFF = {"id", "displayName", "mail", "userPrincipalName", "accountEnabled"};

    private final GraphServiceClient graph;
    private final GraphLinks links;

    GraphRelations(GraphServiceClient graph, GraphLinks links) {
        this.graph = graph;
        this.links = links;
    }

    List<Membership> memberships(ObjectId user) {
        var memberOf = graph.users().byUserId(user.value()).memberOf();
        return links
                .pages(
                        "Reading memberships",
                        () -> memberOf.get(request -> {
                            request.queryParameters.select = NAMED;
                            request.queryParameters.top = LARGEST_PAGE;
                        }),
                        link -> memberOf.withUrl(link).get())
                .orElse(List.of())
                .stream()
                .flatMap(GraphRelations::memberships)
                .toList();
    }

    static Stream<Membership> memberships(DirectoryObjectCollectionResponse page) {
        return objects(page).map(GraphRelations::membership);
    }

    static Membership membership(DirectoryObject held) {
        return new Membership(id(held), kind(held), name(held));
    }

    List<HeldGroup> groups(ObjectId user) {
        var memberOf = graph.users().byUserId(user.value()).memberOf();
        return groups(links.pages(
                "Reading groups",
                () -> memberOf.get(request -> {
                    request.queryParameters.select = FILLED;
                    request.queryParameters.top = LARGEST_PAGE;
                }),
                link -> memberOf.withUrl(link).get()));
    }

    List<HeldGroup> groupsAround(ObjectId group) {
        var around = graph.groups().byGroupId(group.value()).transitiveMemberOf();
        return groups(links.pages(
                "Reading the groups around a group",
                () -> around.get(request -> {
                    request.queryParameters.select = FILLED;
                    request.queryParameters.top = LARGEST_PAGE;
                }),
                link -> around.withUrl(link).get()));
    }

    /** Asking for groups only would need the slower index of advanced queries, so the rest is left out here. */
    private static List<HeldGroup> groups(Optional<List<DirectoryObjectCollectionResponse>> pages) {
        return pages.orElse(List.of()).stream()
                .flatMap(GraphRelations::objects)
                .filter(Group.class::isInstance)
                .map(Group.class::cast)
                .map(group -> new HeldGroup(id(group), group.getDisplayName(), filled(group)))
                .toList();
    }

    private static HeldGroup.Filled filled(Group group) {
        List<String> types = group.getGroupTypes();
        if (types != null && types.contains("DynamicMembership")) {
            return HeldGroup.Filled.BY_RULE;
        }
        if (Boolean.TRUE.equals(group.getOnPremisesSyncEnabled())) {
            return HeldGroup.Filled.ON_PREMISES;
        }
        return Boolean.TRUE.equals(group.getIsAssignableToRole())
                ? HeldGroup.Filled.WITH_ROLES
                : HeldGroup.Filled.BY_HAND;
    }

    Set<ObjectId> members(ObjectId group) {
        var members = graph.groups().byGroupId(group.value()).members();
        return links
                .pages(
                        "Reading the members of a group",
                        () -> members.get(request -> {
                            request.queryParameters.select = ID;
                            request.queryParameters.top = LARGEST_PAGE;
                        }),
                        link -> members.withUrl(link).get())
                .orElseThrow(() -> noGroup(group))
                .stream()
                .flatMap(GraphRelations::objects)
                .map(GraphRelations::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    List<StaffMember> staffIn(ObjectId group) {
        var members = graph.groups().byGroupId(group.value()).members().graphUser();
        return links
                .pages(
                        "Reading a group of employees",
                        () -> members.get(request -> {
                            request.queryParameters.select = STAFF;
                            request.queryParameters.top = LARGEST_PAGE;
                        }),
                        link -> members.withUrl(link).get())
                .orElseThrow(() -> noGroup(group))
                .stream()
                .flatMap(GraphAccounts::users)
                .map(GraphUsers::staff)
                .toList();
    }

    List<AppRoleAssignment> appRoles(ObjectId user) {
        var held = graph.users().byUserId(user.value()).appRoleAssignments();
        return links
                .pages(
                        "Reading the roles of an account",
                        () -> held.get(),
                        link -> held.withUrl(link).get())
                .orElse(List.of())
                .stream()
                .flatMap(page -> GraphAccounts.listed(page.getValue()))
                // what comes through a group is listed, too, and cannot be taken from the user
                .filter(assignment -> user.equals(id(assignment.getPrincipalId())))
                .flatMap(GraphRelations::appRole)
                .toList();
    }

    private static Stream<AppRoleAssignment> appRole(com.microsoft.graph.models.AppRoleAssignment from) {
        ObjectId application = id(from.getResourceId());
        ObjectId role = id(from.getAppRoleId());
        return from.getId() == null || application == null || role == null
                ? Stream.empty()
                : Stream.of(new AppRoleAssignment(from.getId(), new AppRole(application, role)));
    }

    List<Sponsor> sponsors(ObjectId user) {
        var sponsors = graph.users().byUserId(user.value()).sponsors();
        return links
                .pages(
                        "Reading sponsors",
                        () -> sponsors.get(request -> request.queryParameters.select = NAMED),
                        link -> sponsors.withUrl(link).get())
                .orElse(List.of())
                .stream()
                .flatMap(GraphRelations::objects)
                .map(GraphRelations::sponsor)
                .toList();
    }

    static Sponsor sponsor(DirectoryObject sponsor) {
        return new Sponsor(id(sponsor), sponsorKind(sponsor), name(sponsor));
    }

    Optional<ObjectId> manager(ObjectId user) {
        return GraphCalls.read(
                        "Reading a manager",
                        () -> graph.users()
                                .byUserId(user.value())
                                .manager()
                                .get(request -> request.queryParameters.select = ID))
                .map(GraphRelations::id);
    }

    static ReportingLine reportingLine(User user) {
        DirectoryObject manager = user.getManager();
        return new ReportingLine(manager == null ? null : id(manager));
    }

    static Stream<DirectoryObject> objects(DirectoryObjectCollectionResponse page) {
        return GraphAccounts.listed(page.getValue());
    }

    private static ObjectId id(DirectoryObject object) {
        return new ObjectId(Objects.requireNonNull(object.getId(), "Graph answered with an object that has no id"));
    }

    private static @Nullable ObjectId id(@Nullable UUID id) {
        return id == null ? null : new ObjectId(id.toString());
    }

    private static Membership.Kind kind(DirectoryObject held) {
        if (held instanceof Group) {
            return Membership.Kind.GROUP;
        }
        if (held instanceof DirectoryRole) {
            return Membership.Kind.DIRECTORY_ROLE;
        }
        return held instanceof AdministrativeUnit ? Membership.Kind.ADMINISTRATIVE_UNIT : Membership.Kind.OTHER;
    }

    private static Sponsor.Kind sponsorKind(DirectoryObject sponsor) {
        if (sponsor instanceof User) {
            return Sponsor.Kind.PERSON;
        }
        return sponsor instanceof Group ? Sponsor.Kind.GROUP : Sponsor.Kind.OTHER;
    }

    private static @Nullable String name(DirectoryObject object) {
        if (object instanceof Group group) {
            return group.getDisplayName();
        }
        if (object instanceof User user) {
            return user.getDisplayName();
        }
        if (object instanceof DirectoryRole role) {
            return role.getDisplayName();
        }
        return object instanceof AdministrativeUnit unit ? unit.getDisplayName() : null;
    }

    private static DirectoryUnavailable noGroup(ObjectId group) {
        return new DirectoryUnavailable(
                "The group " + group + " does not exist in the directory", Trouble.SERVICE, RetryAfter.OF_AN_ABSENCE);
    }
}
