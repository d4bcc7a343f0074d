package dev.guestward.directory.graph;

import com.microsoft.graph.models.DirectoryObject;
import com.microsoft.graph.models.DirectoryObjectCollectionResponse;
import com.microsoft.graph.models.Invitation;
import com.microsoft.graph.models.ReferenceCreate;
import com.microsoft.graph.models.User;
import com.microsoft.graph.models.UserCollectionResponse;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.graph.users.delta.DeltaGetResponse;
import dev.guestward.directory.Answer;
import dev.guestward.directory.DeltaExpired;
import dev.guestward.directory.DeltaPage;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.InvitedUser;
import dev.guestward.directory.NewInvitation;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.StaffMember;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@link GuestDirectory} over Microsoft Graph v1.0. */
@Component
class GraphGuestDirectory implements GuestDirectory {
    private static final Set<String> EXPIRED = Set.of("syncstatenotfound", "resyncrequired");

    private final GraphServiceClient graph;
    private final GraphSettings settings;

    GraphGuestDirectory(GraphServiceClient graph, GraphSettings settings) {
        this.graph = graph;
        this.settings = settings;
    }

    @Override
    public Optional<DirectoryUser> user(ObjectId id) {
        return GraphCalls.read(
                        "Reading a user",
                        () -> graph.users()
                                .byUserId(id.value())
                                .get(request -> request.queryParameters.select = GraphUsers.SELECT))
                .map(GraphUsers::user);
    }

    @Override
    public List<DirectoryUser> usersWithMail(String email) {
        String quoted = email.replace("'", "''");
        String filter = "mail eq '%1$s' or otherMails/any(o:o eq '%1$s') or proxyAddresses/any(p:p eq 'SMTP:%1$s')"
                .formatted(quoted);
        return GraphCalls.read(
                        "Looking up an address",
                        () -> graph.users().get(request -> {
                            request.queryParameters.filter = filter;
                            request.queryParameters.select = GraphUsers.SELECT;
                        }))
                .map(UserCollectionResponse::getValue)
                .orElse(List.of())
                .stream()
                .map(GraphUsers::user)
                .toList();
    }

    @Override
    public boolean isMember(ObjectId group, ObjectId user) {
        Optional<DirectoryObjectCollectionResponse> page = GraphCalls.read(
                "Reading memberships",
                () -> graph.users()
                        .byUserId(user.value())
                        .memberOf()
                        .get(request -> request.queryParameters.select = new String[] {"id"}));
        while (page.isPresent()) {
            List<DirectoryObject> groups =
                    Optional.ofNullable(page.get().getValue()).orElse(List.of());
            if (groups.stream().anyMatch(g -> group.value().equalsIgnoreCase(g.getId()))) {
                return true;
            }
            String next = page.get().getOdataNextLink();
            if (next == null) {
                return false;
            }
            String trusted = ownLink(next);
            page = GraphCalls.read(
                    "Reading memberships",
                    () -> graph.users()
                            .byUserId(user.value())
                            .memberOf()
                            .withUrl(trusted)
                            .get());
        }
        return false;
    }

    @Override
    public List<StaffMember> staffIn(ObjectId group) {
        List<StaffMember> staff = new ArrayList<>();
        var members = graph.groups().byGroupId(group.value()).members().graphUser();
        Optional<UserCollectionResponse> page = GraphCalls.read(
                "Reading a group of employees",
                () -> members.get(request -> request.queryParameters.select =
                        new String[] {"id", "displayName", "mail", "userPrincipalName", "accountEnabled"}));
        if (page.isEmpty()) {
            throw new DirectoryUnavailable(
                    "The group " + group + " does not exist in the directory", Duration.ofMinutes(5), null);
        }
        while (page.isPresent()) {
            for (User user : Optional.ofNullable(page.get().getValue()).orElse(List.of())) {
                staff.add(GraphUsers.staff(user));
            }
            String next = page.get().getOdataNextLink();
            if (next == null) {
                return staff;
            }
            String trusted = ownLink(next);
            page = GraphCalls.read(
                    "Reading a group of employees",
                    () -> members.withUrl(trusted).get());
        }
        throw new DirectoryUnavailable("A page of the group " + group + " is missing", Duration.ofMinutes(1), null);
    }

    @Override
    public DeltaPage changedUsers(@Nullable String cursor) {
        String link = cursor == null ? null : ownLink(cursor);
        DeltaGetResponse page;
        try {
            page = link == null
                    ? graph.users().delta().get(request -> request.queryParameters.select = GraphUsers.SELECT)
                    : graph.users().delta().withUrl(link).get();
        } catch (ODataError e) {
            boolean expired = e.getResponseStatusCode() == 410
                    || (cursor != null
                            && e.getResponseStatusCode() < 500
                            && EXPIRED.contains(GraphCalls.code(e).toLowerCase(java.util.Locale.ROOT)));
            if (expired) {
                throw new DeltaExpired("The directory no longer knows the cursor");
            }
            throw new DirectoryUnavailable(
                    "Reading changes failed: " + e.getResponseStatusCode() + " " + GraphCalls.code(e),
                    GraphCalls.pause(e),
                    null);
        } catch (RuntimeException e) {
            // the SDK has no type of its own for broken answers
            throw GraphCalls.unavailable("Reading changes", e);
        }
        return deltaPage(page);
    }

    private static DeltaPage deltaPage(@Nullable DeltaGetResponse page) {
        if (page == null) {
            throw new DirectoryUnavailable("Reading changes gave an empty answer", Duration.ofSeconds(30), null);
        }
        List<DeltaPage.Entry> entries = new ArrayList<>();
        for (User user : Optional.ofNullable(page.getValue()).orElse(List.of())) {
            String removed = removed(user);
            entries.add(
                    new DeltaPage.Entry(GraphUsers.id(user), removed, removed == null ? GraphUsers.user(user) : null));
        }
        String last = page.getOdataDeltaLink();
        String next = last != null ? last : page.getOdataNextLink();
        if (next == null) {
            throw new DirectoryUnavailable("A page of changes has no link to go on with", Duration.ofSeconds(30), null);
        }
        return new DeltaPage(entries, next, last != null);
    }

    private static @Nullable String removed(User user) {
        Object marker = user.getAdditionalData().get("@removed");
        if (marker == null) {
            return null;
        }
        return marker.toString().contains("deleted") ? "deleted" : "changed";
    }

    @Override
    public Answer<InvitedUser> invite(NewInvitation invitation) {
        Invitation body = new Invitation();
        body.setInvitedUserEmailAddress(invitation.email());
        body.setInvitedUserDisplayName(invitation.displayName());
        body.setInviteRedirectUrl(invitation.redirectTo().toString());
        body.setSendInvitationMessage(false);
        DirectoryObject sponsor = new DirectoryObject();
        sponsor.setId(invitation.sponsor().value());
        sponsor.setOdataType(null); // a typed object is refused here
        body.setInvitedUserSponsors(List.of(sponsor));
        return GraphCalls.act(() -> {
            Invitation made = graph.invitations().post(body);
            if (made == null
                    || made.getInvitedUser() == null
                    || made.getInvitedUser().getId() == null
                    || made.getInviteRedeemUrl() == null) {
                return new Answer.Unknown<>("incomplete answer");
            }
            return new Answer.Done<>(new InvitedUser(
                    new ObjectId(made.getInvitedUser().getId()),
                    made.getInviteRedeemUrl(),
                    "Completed".equals(made.getStatus())));
        });
    }

    @Override
    public Answer<ObjectId> addMember(ObjectId group, ObjectId user) {
        ReferenceCreate reference = new ReferenceCreate();
        // Graph wants its own name here, whatever address it is reached by
        reference.setOdataId("https://graph.microsoft.com/v1.0/directoryObjects/" + user.value());
        return GraphCalls.act(() -> {
            graph.groups().byGroupId(group.value()).members().ref().post(reference);
            return new Answer.Done<>(user);
        });
    }

    /** A link from an answer is followed to the configured host only. */
    private String ownLink(String link) {
        URI uri = URI.create(link);
        if (!settings.baseUrl().getScheme().equals(uri.getScheme())
                || !Objects.equals(settings.baseUrl().getAuthority(), uri.getAuthority())) {
            throw new DirectoryUnavailable(
                    "The directory answered with a link to another host; not followed", Duration.ofMinutes(5), null);
        }
        return link;
    }
}
