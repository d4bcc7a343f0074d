package dev.guestward.directory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory in memory, for tests of workflows. It can be told to refuse, to ask for patience, to lose its answer after
 * the act, to show a new account late, to show what was, and to answer no read at all. Acts and reads of accounts may come
 * from several threads.
 */
public final class InMemoryDirectory implements GuestDirectory {
    private final Clock clock;
    private final InMemoryDirectoryState now = new InMemoryDirectoryState();
    private final Deque<Trouble> troubles = new ArrayDeque<>();
    private final List<String> accepted = new ArrayList<>();
    private final Set<String> ownDomains = new HashSet<>(Set.of("northfield.example"));
    private @Nullable InMemoryDirectoryState stale;
    private dev.guestward.directory.@Nullable Trouble noReads;
    private @Nullable String noEvidence;
    private int signInPages = 1;
    private int placesGiven;
    private int placesKnownFrom;
    private boolean showsLate;
    private int cursorsKnownFrom;

    public InMemoryDirectory(Clock clock) {
        this.clock = clock;
    }

    /** What befalls the next act. */
    public enum Trouble {
        REFUSED_BY_POLICY,
        PERMISSION_REFUSED,
        INVITATIONS_STOPPED,
        THROTTLED,
        /** The act happens, and nobody hears of it. */
        ANSWER_LOST,
        /** The act does not happen, and nobody can tell. */
        REQUEST_LOST,
        /** There is no token: nothing leaves the house. */
        NO_CREDENTIAL,
        /** One replica says that there is no such thing. */
        NOT_THERE,
        /** There is no connection: nothing leaves the house. */
        NOT_SENT
    }

    public void next(Trouble trouble) {
        troubles.add(trouble);
    }

    /** New accounts, and those that are restored, stay invisible until {@link #showAll}. */
    public void showAccountsLate() {
        showsLate = true;
    }

    /** One account is lost sight of until {@link #showAll}: neither reads nor acts find it. */
    public void loseSightOf(ObjectId user) {
        now.hidden.add(user);
    }

    public void showAll() {
        now.hidden.clear();
    }

    /** Reads go on showing what is there now, whatever is done, until {@link #showTheTruth}. */
    public void showOnlyThePast() {
        stale = now.copy();
    }

    public void showTheTruth() {
        stale = null;
    }

    /** Every read fails until {@link #calmDown}. */
    public void answerNoReads(dev.guestward.directory.Trouble trouble) {
        noReads = trouble;
    }

    /** Sign-in activity is refused with this code until {@link #calmDown}. */
    public void showNoSignIns(String code) {
        noEvidence = code;
    }

    /** The list of sign-ins comes in so many pages until {@link #calmDown}; a place in it is forgotten after ten minutes. */
    public void showSignInsInPages(int pages) {
        signInPages = pages;
    }

    /** Cursors given out before are expired. */
    public void forgetCursors() {
        cursorsKnownFrom = now.changes.size() + 1;
        placesKnownFrom = placesGiven + 1;
    }

    /** No troubles planned, everything visible. */
    public void calmDown() {
        troubles.clear();
        showsLate = false;
        noReads = null;
        noEvidence = null;
        signInPages = 1;
        showTheTruth();
        showAll();
    }

    public DirectoryUser redeem(String email) {
        DirectoryUser user = find(email).orElseThrow();
        return now.put(redemption(user, DirectoryUser.Redemption.ACCEPTED, "ExternalAzureAD"));
    }

    /** Puts somebody there who came another way. */
    public DirectoryUser add(String email, DirectoryUser.Kind kind, DirectoryUser.Redemption redemption) {
        return now.put(new DirectoryUser(
                newId(),
                kind,
                redemption,
                null,
                true,
                email,
                email,
                email,
                List.of(email),
                null,
                false,
                clock.instant(),
                clock.instant()));
    }

    /** Replaces somebody, as an administrator may. */
    public void change(DirectoryUser user) {
        now.put(user);
    }

    /** Makes an account another kind, mastered here or on-premises, as an administrator may. */
    public void become(ObjectId id, DirectoryUser.Kind kind, boolean onPremises) {
        DirectoryUser user = actually(id).orElseThrow();
        change(new DirectoryUser(
                user.id(),
                kind,
                user.redemption(),
                user.redemptionChangedAt(),
                user.enabled(),
                user.displayName(),
                user.principalName(),
                user.mail(),
                user.otherMails(),
                user.identityIssuer(),
                onPremises,
                user.createdAt(),
                user.sessionsValidFrom()));
    }

    /** Empties one place of the recycle bin, as time or an administrator does. */
    public void purge(ObjectId user) {
        now.deleted.remove(user);
        now.changed(user);
    }

    public void holds(ObjectId user, Membership.Kind kind, String name) {
        now.otherMemberships.computeIfAbsent(user, u -> new LinkedHashSet<>()).add(new Membership(newId(), kind, name));
    }

    /** Takes directory roles and units away again. */
    public void takeOthers(ObjectId user) {
        now.otherMemberships.remove(user);
    }

    /** A group that is not filled by hand, or has a name that matters. */
    public void filled(ObjectId group, String name, HeldGroup.Filled by) {
        now.groups.put(group, new HeldGroup(group, name, by));
    }

    /** Puts somebody into a group as a rule or another administrator would. */
    public void joins(ObjectId group, ObjectId user) {
        now.members.computeIfAbsent(group, g -> new LinkedHashSet<>()).add(user);
        now.changed(group, user);
    }

    /** Takes somebody out as a rule or another administrator would. */
    public void leaves(ObjectId group, ObjectId user) {
        now.members.getOrDefault(group, new HashSet<>()).remove(user);
        now.changed(group, user);
    }

    /** The inner group becomes a member of the outer one. */
    public void nests(ObjectId inner, ObjectId outer) {
        now.parents.computeIfAbsent(inner, g -> new LinkedHashSet<>()).add(outer);
    }

    public void manages(ObjectId manager, ObjectId user) {
        now.managers.put(user, manager);
    }

    public void signedIn(SignIn signIn) {
        now.signIns.put(signIn.account(), signIn);
    }

    public void owns(String domain) {
        ownDomains.add(domain);
    }

    /** Accepted acts in order, for example {@code invite m.okafor@harbour-clinic.example}. */
    public List<String> accepted() {
        return List.copyOf(accepted);
    }

    /** How many acts were accepted. */
    public int acceptedSoFar() {
        return accepted.size();
    }

    /** Somebody as they are, whatever reads show. */
    public Optional<DirectoryUser> actually(ObjectId user) {
        return Optional.ofNullable(now.users.get(user));
    }

    /** The same by an address. */
    public Optional<DirectoryUser> actuallyWithMail(String email) {
        return find(email);
    }

    /** Groups, roles of the directory and of applications, and sponsors that somebody really has, by their ids. */
    public Set<String> actuallyHeld(ObjectId user) {
        Set<String> held = new TreeSet<>();
        now.membershipsOf(user).forEach(one -> held.add(one.kind() + ":" + one.id()));
        now.appRoles
                .getOrDefault(user, Map.of())
                .values()
                .forEach(role -> held.add("APP_ROLE:" + role.application() + "/" + role.role()));
        now.sponsors.getOrDefault(user, Set.of()).forEach(sponsor -> held.add("SPONSOR:" + sponsor));
        return held;
    }

    public long count() {
        return now.users.size();
    }

    @Override
    public synchronized Optional<DirectoryUser> user(ObjectId id) {
        return seen().visible(id);
    }

    @Override
    public ReadTogether<DirectoryUser> users(Collection<ObjectId> ids) {
        return together(ids, (seen, id) -> seen.visible(id));
    }

    @Override
    public ReadTogether<AccountInspection> inspect(Collection<ObjectId> ids) {
        return together(
                ids, (seen, id) -> Optional.of(new AccountInspection(seen.visible(id), seen.membershipsOf(id))));
    }

    private synchronized <T> ReadTogether<T> together(
            Collection<ObjectId> ids, BiFunction<InMemoryDirectoryState, ObjectId, Optional<T>> read) {
        Map<ObjectId, T> found = new LinkedHashMap<>();
        Map<ObjectId, DirectoryUnavailable> failed = new LinkedHashMap<>();
        for (ObjectId id : ids) {
            try {
                read.apply(seen(), id).ifPresent(what -> found.put(id, what));
            } catch (DirectoryUnavailable e) {
                failed.put(id, e);
            }
        }
        return new ReadTogether<>(found, failed);
    }

    @Override
    public List<DirectoryUser> usersWithMail(String email) {
        InMemoryDirectoryState seen = seen();
        return seen.withMail(email).stream()
                .filter(user -> seen.visible(user.id()).isPresent())
                .toList();
    }

    @Override
    public Optional<DeletedUser> deletedUser(ObjectId id) {
        return Optional.ofNullable(seen().deleted.get(id)).map(deleted -> new DeletedUser(id, deleted.at(), List.of()));
    }

    @Override
    public List<DeletedUser> deletedUsers() {
        return seen().deleted.entrySet().stream()
                .map(entry -> new DeletedUser(
                        entry.getKey(),
                        entry.getValue().at(),
                        entry.getValue().user().otherMails()))
                .toList();
    }

    @Override
    public List<Membership> memberships(ObjectId user) {
        return seen().membershipsOf(user);
    }

    @Override
    public List<HeldGroup> groups(ObjectId user) {
        InMemoryDirectoryState seen = seen();
        return seen.membershipsOf(user).stream()
                .filter(held -> held.kind() == Membership.Kind.GROUP)
                .map(held -> seen.group(held.id()))
                .toList();
    }

    @Override
    public List<HeldGroup> groupsAround(ObjectId group) {
        InMemoryDirectoryState seen = seen();
        return seen.around(group).stream().map(seen::group).toList();
    }

    @Override
    public boolean isMember(ObjectId group, ObjectId user) {
        return seen().membersOf(group).contains(user);
    }

    @Override
    public Set<ObjectId> members(ObjectId group) {
        return seen().membersOf(group);
    }

    @Override
    public List<AppRoleAssignment> appRoles(ObjectId user) {
        return seen().appRoles.getOrDefault(user, Map.of()).entrySet().stream()
                .map(held -> new AppRoleAssignment(held.getKey(), held.getValue()))
                .toList();
    }

    @Override
    public List<Sponsor> sponsors(ObjectId user) {
        InMemoryDirectoryState seen = seen();
        return seen.sponsors.getOrDefault(user, Set.of()).stream()
                .flatMap(sponsor -> seen.members.containsKey(sponsor)
                        ? Stream.of(new Sponsor(sponsor, Sponsor.Kind.GROUP, null))
                        : seen.visible(sponsor).stream()
                                .map(person -> new Sponsor(sponsor, Sponsor.Kind.PERSON, person.displayName())))
                .toList();
    }

    @Override
    public Map<ObjectId, List<Sponsor>> sponsorsOfGuests() {
        return ofGuests(this::sponsors);
    }

    @Override
    public Map<ObjectId, List<Membership>> membershipsOfGuests() {
        return ofGuests(this::memberships);
    }

    private <T> Map<ObjectId, T> ofGuests(Function<ObjectId, T> read) {
        return seen().users.values().stream()
                .filter(DirectoryUser::isGuest)
                .map(DirectoryUser::id)
                .collect(Collectors.toMap(Function.identity(), read));
    }

    @Override
    public Optional<ObjectId> manager(ObjectId user) {
        return Optional.ofNullable(seen().managers.get(user));
    }

    @Override
    public ReadTogether<ReportingLine> reportingLines(Collection<ObjectId> users) {
        return together(
                users, (seen, id) -> seen.visible(id).map(user -> new ReportingLine(seen.managers.get(user.id()))));
    }

    @Override
    public List<StaffMember> staffIn(ObjectId group) {
        return List.of();
    }

    @Override
    public Set<String> ownDomains() {
        seen();
        return Set.copyOf(ownDomains);
    }

    @Override
    public DeltaPage changedUsers(@Nullable String cursor) {
        InMemoryDirectoryState seen = seen();
        Stream<ObjectId> ids = cursor == null
                ? seen.users.keySet().stream()
                : since(seen, cursor)
                        .filter(change -> change.group() == null)
                        .map(InMemoryDirectoryState.Change::user)
                        .distinct();
        List<DeltaPage.Entry> entries = ids.map(id -> {
                    DirectoryUser user = seen.users.get(id);
                    String gone = seen.deleted.containsKey(id) ? "changed" : "deleted";
                    return new DeltaPage.Entry(id, user == null ? gone : null, user);
                })
                .toList();
        return new DeltaPage(entries, cursor(seen), true);
    }

    @Override
    public GroupDeltaPage changedGroups(@Nullable String cursor) {
        InMemoryDirectoryState seen = seen();
        if (cursor == null) {
            return new GroupDeltaPage(
                    seen.members.keySet().stream()
                            .map(group -> new GroupDeltaPage.Entry(group, false, seen.membersOf(group), Set.of()))
                            .toList(),
                    cursor(seen),
                    true);
        }
        Map<ObjectId, Set<ObjectId>> touched = new LinkedHashMap<>();
        since(seen, cursor).forEach(change -> {
            if (change.group() != null) {
                touched.computeIfAbsent(change.group(), g -> new LinkedHashSet<>())
                        .add(change.user());
            }
        });
        List<GroupDeltaPage.Entry> entries = new ArrayList<>();
        touched.forEach((group, users) -> {
            Set<ObjectId> added = new LinkedHashSet<>(users);
            added.retainAll(seen.membersOf(group));
            Set<ObjectId> left = new LinkedHashSet<>(users);
            left.removeAll(added);
            entries.add(new GroupDeltaPage.Entry(group, false, added, left));
        });
        return new GroupDeltaPage(entries, cursor(seen), true);
    }

    @Override
    public SignInPage guestSignIns(@Nullable String cursor) {
        InMemoryDirectoryState seen = seen();
        if (noEvidence != null) {
            throw new NoEvidence(noEvidence);
        }
        List<SignIn> all = seen.users.values().stream()
                .filter(DirectoryUser::isGuest)
                .map(user -> seen.signIns.getOrDefault(user.id(), new SignIn(user.id(), null, null)))
                .toList();
        int page = cursor == null ? 0 : pageAt(cursor);
        return new SignInPage(
                all.subList(all.size() * page / signInPages, all.size() * (page + 1) / signInPages),
                page + 1 == signInPages
                        ? null
                        : ++placesGiven + "/" + (page + 1) + "/"
                                + clock.instant().getEpochSecond());
    }

    private int pageAt(String cursor) {
        String[] place = cursor.split("/");
        Instant given = Instant.ofEpochSecond(Long.parseLong(place[2]));
        if (Integer.parseInt(place[0]) < placesKnownFrom
                || given.plus(Duration.ofMinutes(10)).isBefore(clock.instant())) {
            throw new DeltaExpired("Told to forget this place");
        }
        return Integer.parseInt(place[1]);
    }

    @Override
    public Answer<InvitedUser> invite(NewInvitation invitation) {
        return act("invite " + invitation.email(), () -> {
            Optional<DirectoryUser> known = find(invitation.email());
            if (known.filter(user -> !user.isGuest()).isPresent()) {
                return new Answer.Refused<>(Answer.Reason.INVALID, "BadRequest");
            }
            DirectoryUser user = known.orElseGet(() -> {
                DirectoryUser made =
                        add(invitation.email(), DirectoryUser.Kind.GUEST, DirectoryUser.Redemption.PENDING);
                now.sponsors.put(made.id(), new LinkedHashSet<>(Set.of(invitation.sponsor())));
                if (showsLate) {
                    now.hidden.add(made.id());
                }
                return made;
            });
            return new Answer.Done<>(invited(user));
        });
    }

    @Override
    public Answer<InvitedUser> resetRedemption(ObjectId id, NewInvitation invitation) {
        return act("reset " + id, () -> {
            Optional<DirectoryUser> known = now.visible(id);
            if (known.isEmpty()) {
                return new Answer.NotThere<>();
            }
            if (now.withMail(invitation.email()).stream()
                    .noneMatch(user -> user.id().equals(id))) {
                return new Answer.Refused<>(Answer.Reason.INVALID, "BadRequest");
            }
            return new Answer.Done<>(invited(now.put(redemption(known.get(), DirectoryUser.Redemption.PENDING, null))));
        });
    }

    @Override
    public Answer<ObjectId> changeMail(ObjectId user, String mail) {
        return act("mail " + user, () -> doneIf(now.change(user, present -> with(present, mail)), user));
    }

    @Override
    public Answer<ObjectId> addMembers(ObjectId group, List<ObjectId> users) {
        if (users.isEmpty() || users.size() > MOST_IN_ONE_CALL) {
            throw new IllegalArgumentException("Between 1 and " + MOST_IN_ONE_CALL + " users go into one call");
        }
        List<String> lines = users.stream().map(user -> "add " + user).toList();
        return act(lines, () -> {
            if (now.group(group).filled() != HeldGroup.Filled.BY_HAND) {
                return new Answer.Refused<>(Answer.Reason.POLICY, "Authorization_RequestDenied");
            }
            Set<ObjectId> members = now.members.computeIfAbsent(group, g -> new LinkedHashSet<>());
            if (users.stream()
                    .anyMatch(
                            user -> members.contains(user) || now.visible(user).isEmpty())) {
                return new Answer.Refused<>(Answer.Reason.INVALID, "Request_BadRequest");
            }
            members.addAll(users);
            users.forEach(user -> now.changed(group, user));
            return new Answer.Done<>(group);
        });
    }

    @Override
    public Answer<ObjectId> removeMember(ObjectId group, ObjectId user) {
        return act("remove " + user, () -> {
            if (now.group(group).filled() != HeldGroup.Filled.BY_HAND) {
                return new Answer.Refused<>(Answer.Reason.POLICY, "Authorization_RequestDenied");
            }
            if (!now.members.getOrDefault(group, new HashSet<>()).remove(user)) {
                return new Answer.NotThere<>();
            }
            now.changed(group, user);
            return new Answer.Done<>(user);
        });
    }

    @Override
    public Answer<String> assignAppRole(AppRole role, ObjectId user) {
        return act("assign " + user, () -> {
            Map<String, AppRole> held = now.appRoles.computeIfAbsent(user, u -> new LinkedHashMap<>());
            if (held.containsValue(role) || now.visible(user).isEmpty()) {
                return new Answer.Refused<>(Answer.Reason.INVALID, "Request_BadRequest");
            }
            String assignment = UUID.randomUUID().toString();
            held.put(assignment, role);
            return new Answer.Done<>(assignment);
        });
    }

    @Override
    public Answer<String> removeAppRole(ObjectId user, String assignment) {
        return act("unassign " + user, () -> {
            AppRole removed =
                    now.appRoles.getOrDefault(user, new LinkedHashMap<>()).remove(assignment);
            return removed == null ? new Answer.NotThere<>() : new Answer.Done<>(assignment);
        });
    }

    @Override
    public Answer<ObjectId> addSponsor(ObjectId user, ObjectId sponsor) {
        return act("sponsor " + user, () -> {
            if (now.visible(user).isEmpty()) {
                return new Answer.NotThere<>();
            }
            return now.sponsors
                            .computeIfAbsent(user, u -> new LinkedHashSet<>())
                            .add(sponsor)
                    ? new Answer.Done<>(sponsor)
                    : new Answer.Refused<>(Answer.Reason.INVALID, "Request_BadRequest");
        });
    }

    @Override
    public Answer<ObjectId> removeSponsor(ObjectId user, ObjectId sponsor) {
        return act(
                "unsponsor " + user,
                () -> now.sponsors.getOrDefault(user, new HashSet<>()).remove(sponsor)
                        ? new Answer.Done<>(sponsor)
                        : new Answer.NotThere<>());
    }

    @Override
    public Answer<ObjectId> enableSignIn(ObjectId user, boolean enabled) {
        return act(
                (enabled ? "unblock " : "block ") + user,
                () -> doneIf(now.change(user, present -> with(present, enabled, present.sessionsValidFrom())), user));
    }

    @Override
    public Answer<ObjectId> revokeSessions(ObjectId user) {
        return act(
                "revoke " + user,
                () -> doneIf(now.change(user, present -> with(present, present.enabled(), clock.instant())), user));
    }

    @Override
    public Answer<ObjectId> delete(ObjectId user) {
        return act("delete " + user, () -> {
            Optional<DirectoryUser> present = now.visible(user);
            present.ifPresent(gone -> {
                now.users.remove(user);
                now.deleted.put(user, new InMemoryDirectoryState.Deleted(gone, clock.instant()));
                now.changed(user);
            });
            return doneIf(present.isPresent(), user);
        });
    }

    @Override
    public Answer<ObjectId> restore(ObjectId user) {
        return act("restore " + user, () -> {
            InMemoryDirectoryState.Deleted deleted = now.deleted.remove(user);
            if (deleted != null) {
                now.put(deleted.user());
                if (showsLate) {
                    now.hidden.add(user);
                }
            }
            return doneIf(deleted != null, user);
        });
    }

    private <T> Answer<T> act(String line, Supplier<Answer<T>> effect) {
        return act(List.of(line), effect);
    }

    private synchronized <T> Answer<T> act(List<String> lines, Supplier<Answer<T>> effect) {
        Trouble trouble = troubles.poll();
        if (trouble != null && trouble != Trouble.ANSWER_LOST) {
            return instead(trouble);
        }
        Answer<T> answer = effect.get();
        if (answer instanceof Answer.Done<T>) {
            accepted.addAll(lines);
        }
        return trouble == null ? answer : new Answer.Unknown<>("cut");
    }

    private static <T> Answer<T> instead(Trouble trouble) {
        return switch (trouble) {
            case REFUSED_BY_POLICY -> new Answer.Refused<>(Answer.Reason.POLICY, "Forbidden");
            case PERMISSION_REFUSED -> new Answer.Refused<>(Answer.Reason.PERMISSION, "Authorization_RequestDenied");
            case INVITATIONS_STOPPED -> new Answer.Refused<>(Answer.Reason.STOPPED, "Forbidden");
            case THROTTLED -> new Answer.Throttled<>(Duration.ofSeconds(7));
            case NOT_THERE -> new Answer.NotThere<>();
            case NO_CREDENTIAL -> new Answer.NotSent<>(dev.guestward.directory.Trouble.CREDENTIAL, "AADSTS7000222");
            case NOT_SENT -> new Answer.NotSent<>(dev.guestward.directory.Trouble.CONNECTION, "ConnectException");
            case REQUEST_LOST, ANSWER_LOST -> new Answer.Unknown<>("cut");
        };
    }

    private InMemoryDirectoryState seen() {
        if (noReads != null) {
            throw new DirectoryUnavailable("Told to answer no read", noReads, Duration.ofSeconds(7));
        }
        return stale == null ? now : stale;
    }

    private Stream<InMemoryDirectoryState.Change> since(InMemoryDirectoryState seen, String cursor) {
        int from = Integer.parseInt(cursor);
        if (from < cursorsKnownFrom) {
            throw new DeltaExpired("Told to forget this cursor");
        }
        return seen.changes.stream().skip(from);
    }

    private static String cursor(InMemoryDirectoryState seen) {
        return Integer.toString(seen.changes.size());
    }

    private static InvitedUser invited(DirectoryUser user) {
        return new InvitedUser(user.id(), "https://login.example/redeem?" + UUID.randomUUID(), user.hasAccepted());
    }

    private static Answer<ObjectId> doneIf(boolean there, ObjectId user) {
        return there ? new Answer.Done<>(user) : new Answer.NotThere<>();
    }

    private DirectoryUser redemption(DirectoryUser of, DirectoryUser.Redemption redemption, @Nullable String issuer) {
        return new DirectoryUser(
                of.id(),
                of.kind(),
                redemption,
                clock.instant(),
                of.enabled(),
                of.displayName(),
                of.principalName(),
                of.mail(),
                of.otherMails(),
                issuer,
                of.synchronizedFromOnPremises(),
                of.createdAt(),
                of.sessionsValidFrom());
    }

    private static DirectoryUser with(DirectoryUser of, boolean enabled, @Nullable Instant sessionsValidFrom) {
        return new DirectoryUser(
                of.id(),
                of.kind(),
                of.redemption(),
                of.redemptionChangedAt(),
                enabled,
                of.displayName(),
                of.principalName(),
                of.mail(),
                of.otherMails(),
                of.identityIssuer(),
                of.synchronizedFromOnPremises(),
                of.createdAt(),
                sessionsValidFrom);
    }

    private static DirectoryUser with(DirectoryUser of, String mail) {
        return new DirectoryUser(
                of.id(),
                of.kind(),
                of.redemption(),
                of.redemptionChangedAt(),
                of.enabled(),
                of.displayName(),
                of.principalName(),
                mail,
                List.of(mail),
                of.identityIssuer(),
                of.synchronizedFromOnPremises(),
                of.createdAt(),
                of.sessionsValidFrom());
    }

    private static ObjectId newId() {
        return new ObjectId(UUID.randomUUID().toString());
    }

    private Optional<DirectoryUser> find(String email) {
        return now.withMail(email).stream().findFirst();
    }
}
