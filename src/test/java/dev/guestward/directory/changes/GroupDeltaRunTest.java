package dev.guestward.directory.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.guestward.GuestwardTest;
import dev.guestward.directory.DeltaExpired;
import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.GroupDeltaPage;
import dev.guestward.directory.ManagedGroups;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.Trouble;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** What the run does about groups that cannot be read, and what the gate asks the database. */
@GuestwardTest
class GroupDeltaRunTest {
    private static final ObjectId GONE = new ObjectId(UUID.randomUUID().toString());
    private static final ObjectId THERE = new ObjectId(UUID.randomUUID().toString());
    private static final ObjectId MEMBER = new ObjectId(UUID.randomUUID().toString());

    @Autowired
    GroupLookTable looks;

    @Autowired
    DeltaCursor cursors;

    @Autowired
    ChangesSettings settings;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    private final List<ObjectId> seen = new ArrayList<>();

    @AfterEach
    void forget() {
        db.sql("delete from group_look where group_id in (?, ?)")
                .params(GONE.value(), THERE.value())
                .update();
        db.sql("delete from delta_cursor where resource = 'groups'").update();
    }

    @Test
    void aGroupThatCannotBeReadKeepsNoOtherFromBeingLookedAt() {
        DirectoryReads directory = mock(DirectoryReads.class);
        when(directory.changedGroups(any()))
                .thenReturn(new GroupDeltaPage(List.of(changed(GONE), changed(THERE)), "the next cursor", true));
        when(directory.members(GONE))
                .thenThrow(new DirectoryUnavailable("no such group", Trouble.SERVICE, Duration.ofMinutes(5)));
        when(directory.members(THERE)).thenReturn(Set.of(MEMBER));

        new GroupDeltaRun(directory, groups(false), looks, cursors, event -> {}, transactions, settings, clock).run();

        assertThat(seen).containsExactly(THERE);
        assertThat(looksAgainAt(GONE))
                .isBetween(clock.instant(), clock.instant().plus(Duration.ofMinutes(5)));
        assertThat(db.sql("select cursor from delta_cursor where resource = 'groups'")
                        .query(String.class)
                        .single())
                .isEqualTo("the next cursor");
    }

    @Test
    void aGroupThatMayBeShownAsItWasIsLookedAtOnceMore() {
        DirectoryReads directory = mock(DirectoryReads.class);
        when(directory.changedGroups(any()))
                .thenReturn(new GroupDeltaPage(List.of(changed(THERE)), "the next cursor", true));
        when(directory.members(THERE)).thenReturn(Set.of());

        new GroupDeltaRun(directory, groups(true), looks, cursors, event -> {}, transactions, settings, clock).run();

        assertThat(looksAgainAt(THERE)).isAfter(clock.instant().plus(Duration.ofMinutes(9)));
    }

    @Test
    void aRefusedCursorBeginsAFullRoundOnceAnHourAndOneOlderThanAWeekIsNotTriedAnyMore() {
        List<String> asked = new ArrayList<>();
        DirectoryReads directory = mock(DirectoryReads.class);
        when(directory.changedGroups(any())).then(call -> {
            asked.add(String.valueOf(call.<@Nullable String>getArgument(0)));
            if (call.getArgument(0) != null) {
                throw new DeltaExpired("400");
            }
            return new GroupDeltaPage(List.of(), "a cursor", true);
        });
        GroupDeltaRun run =
                new GroupDeltaRun(directory, groups(false), looks, cursors, event -> {}, transactions, settings, clock);
        run.run();
        run.run();
        assertThat(asked).containsExactly("null", "a cursor", "null");

        run.run();
        assertThat(asked).as("no second full round within the hour").hasSize(4).endsWith("a cursor");
        db.sql("update delta_cursor set refused_at = refused_at - interval '61 minutes' where resource = 'groups'")
                .update();
        run.run();
        assertThat(asked).hasSize(6).endsWith("a cursor", "null");

        db.sql("update delta_cursor set stored_at = stored_at - interval '7 days' where resource = 'groups'")
                .update();
        run.run();
        assertThat(asked).hasSize(7).endsWith("null");
    }

    @Test
    void whateverStrangersPutIntoOnePostTheTableIsAskedOnce() {
        SubscriptionStore store = mock(SubscriptionStore.class);
        when(store.believed()).thenReturn(List.of());
        KnownSubscriptions.Judging judging = new KnownSubscriptions(store).judging();

        for (int item = 0; item < 1000; item++) {
            assertThat(judging.judge("stranger-" + item, "a secret").row()).isEmpty();
        }

        verify(store, times(1)).believed();
    }

    private static GroupDeltaPage.Entry changed(ObjectId group) {
        return new GroupDeltaPage.Entry(group, false, Set.of(), Set.of());
    }

    private Instant looksAgainAt(ObjectId group) {
        return db.sql("select due_at from group_look where group_id = ?")
                .param(group.value())
                .query((rs, n) -> rs.getTimestamp(1).toInstant())
                .single();
    }

    private ManagedGroups groups(boolean unsure) {
        return new ManagedGroups() {
            @Override
            public Set<ObjectId> groups() {
                return Set.of(GONE, THERE);
            }

            @Override
            public boolean seen(ObjectId group, Set<ObjectId> members, Instant at) {
                seen.add(group);
                return unsure;
            }
        };
    }
}
