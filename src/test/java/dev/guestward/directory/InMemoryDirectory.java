package dev.guestward.directory;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The directory in memory, for tests of workflows. It can be told to refuse, to ask for patience, to lose its answer after
 * the act, and to show a new account late.
 */
public final class InMemoryDirectory implements GuestDirectory {
    private final Clock clock;
    private final Map<ObjectId, DirectoryUser> users = new LinkedHashMap<>();
    private final Set<ObjectId> hidden = new HashSet<>();
    private final Map<ObjectId, Set<ObjectId>> members = new LinkedHashMap<>();
    private final Deque<Trouble> troubles = new ArrayDeque<>();
    private final List<String> accepted = new ArrayList<>();
    private boolean showsLate;

    public InMemoryDirectory(Clock clock) {
        this.clock = clock;
    }

    /** What befalls the next act. */
    public enum Trouble {
        REFUSED_BY_POLICY,
        THROTTLED,
        ANSWER_LOST,
        NOT_SENT
    }

    public void next(Trouble trouble) {
        troubles.add(trouble);
    }

    /** New accounts stay invisible until {@link #showAll}. */
    public void showAccountsLate() {
        showsLate = true;
    }

    public void showAll() {
        hidden.clear();
    }

    /** No troubles planned, everything visible. */
    public void calmDown() {
        troubles.clear();
        showsLate = false;
        showAll();
    }

    public DirectoryUser redeem(String email) {
        DirectoryUser user = find(email).orElseThrow();
        DirectoryUser redeemed = new DirectoryUser(
                user.id(),
                user.kind(),
                DirectoryUser.Redemption.ACCEPTED,
                clock.instant(),
                user.enabled(),
                user.displayName(),
                user.principalName(),
                user.mail(),
                user.otherMails(),
                "ExternalAzureAD");
        users.put(user.id(), redeemed);
        return redeemed;
    }

    /** Puts somebody there who came another way. */
    public DirectoryUser add(String email, DirectoryUser.Kind kind, DirectoryUser.Redemption redemption) {
        DirectoryUser user = new DirectoryUser(
                new ObjectId(UUID.randomUUID().toString()),
                kind,
                redemption,
                null,
                true,
                email,
                email,
                email,
                List.of(email),
                null);
        users.put(user.id(), user);
        return user;
    }

    /** Accepted acts in order, for example {@code invite m.okafor@harbour-clinic.example}. */
    public List<String> accepted() {
        return List.copyOf(accepted);
    }

    public long count() {
        return users.size();
    }

    @Override
    public Optional<DirectoryUser> user(ObjectId id) {
        return hidden.contains(id) ? Optional.empty() : Optional.ofNullable(users.get(id));
    }

    @Override
    public List<DirectoryUser> usersWithMail(String email) {
        return find(email).filter(user -> !hidden.contains(user.id())).stream().toList();
    }

    @Override
    public boolean isMember(ObjectId group, ObjectId user) {
        return members.getOrDefault(group, Set.of()).contains(user);
    }

    @Override
    public List<StaffMember> staffIn(ObjectId group) {
        return List.of();
    }

    @Override
    public DeltaPage changedUsers(@Nullable String cursor) {
        return new DeltaPage(
                users.values().stream()
                        .map(user -> new DeltaPage.Entry(user.id(), null, user))
                        .toList(),
                "end",
                true);
    }

    @Override
    public Answer<InvitedUser> invite(NewInvitation invitation) {
        Trouble trouble = troubles.poll();
        Optional<Answer<InvitedUser>> before = before(trouble);
        if (before.isPresent()) {
            return before.get();
        }
        DirectoryUser user = find(invitation.email()).orElseGet(() -> {
            DirectoryUser made = add(invitation.email(), DirectoryUser.Kind.GUEST, DirectoryUser.Redemption.PENDING);
            if (showsLate) {
                hidden.add(made.id());
            }
            return made;
        });
        accepted.add("invite " + invitation.email());
        return trouble == Trouble.ANSWER_LOST
                ? new Answer.Unknown<>("cut")
                : new Answer.Done<>(new InvitedUser(
                        user.id(), "https://login.example/redeem?" + UUID.randomUUID(), user.hasAccepted()));
    }

    @Override
    public Answer<ObjectId> addMember(ObjectId group, ObjectId user) {
        Trouble trouble = troubles.poll();
        Optional<Answer<ObjectId>> before = before(trouble);
        if (before.isPresent()) {
            return before.get();
        }
        if (!members.computeIfAbsent(group, g -> new HashSet<>()).add(user)) {
            return new Answer.Refused<>(Answer.Reason.INVALID, "Request_BadRequest");
        }
        accepted.add("add " + user);
        return trouble == Trouble.ANSWER_LOST ? new Answer.Unknown<>("cut") : new Answer.Done<>(user);
    }

    private static <T> Optional<Answer<T>> before(@Nullable Trouble trouble) {
        if (trouble == Trouble.REFUSED_BY_POLICY) {
            return Optional.of(new Answer.Refused<>(Answer.Reason.POLICY, "Forbidden"));
        }
        if (trouble == Trouble.THROTTLED) {
            return Optional.of(new Answer.Throttled<>(Duration.ofSeconds(7)));
        }
        return trouble == Trouble.NOT_SENT ? Optional.of(new Answer.Unknown<>("cut")) : Optional.empty();
    }

    private Optional<DirectoryUser> find(String email) {
        String wanted = email.toLowerCase(Locale.ROOT);
        return users.values().stream()
                .filter(user ->
                        wanted.equals(user.mail() == null ? "" : user.mail().toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
