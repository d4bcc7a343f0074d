package dev.guestward.directory.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.gateway.DirectoryQuota.Limit;
import dev.guestward.embedded.EmbeddedTenant;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What all nodes together may take, and what a node may keep in hand. */
@GuestwardTest
class DirectoryQuotaTest {
    /** A bucket's settings are part of its name: each test has buckets of its own. */
    private static final AtomicInteger PACE = new AtomicInteger(5);

    @Autowired
    DataSource database;

    @Autowired
    DirectoryReads directory;

    private final StoppedClock clock = new StoppedClock();
    private final QuotaSettings settings =
            new QuotaSettings(10, 100 + PACE.get(), PACE.get(), 3, 9 - PACE.getAndIncrement() % 5);

    /** Stands still unless it is moved: what a bucket holds depends on nothing else. */
    private static final class StoppedClock extends Clock {
        private Instant now = Instant.parse("2026-11-21T08:00:00Z");

        void step(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private DirectoryQuota node() {
        return new DirectoryQuota(database, settings, clock);
    }

    private static long take(DirectoryQuota node, Limit limit, int tries) {
        return IntStream.range(0, tries).filter(n -> node.tryTake(limit)).count();
    }

    @Test
    void nodesDrawFromOneBucket() {
        DirectoryQuota one = node();
        DirectoryQuota two = node();

        long taken = take(one, Limit.WRITES, 60) + take(two, Limit.WRITES, 200);

        assertThat(taken).isEqualTo(settings.writesAtOnce());
    }

    @Test
    void itRefillsAtItsRate() {
        DirectoryQuota node = node();
        take(node, Limit.WRITES, 500);

        clock.step(Duration.ofSeconds(5));

        assertThat(take(node, Limit.WRITES, 500)).isEqualTo(50);
    }

    @Test
    void aNodeThatOnlyLooksUsesNoInvitationsUp() {
        DirectoryQuota node = node();

        for (int minute = 0; minute < 30; minute++) {
            assertThat(node.tryTake(Limit.INVITATIONS)).isTrue();
            node.giveBack(Limit.INVITATIONS);
            clock.step(Duration.ofSeconds(11));
        }

        assertThat(take(node, Limit.INVITATIONS, 10)).isGreaterThanOrEqualTo(3);
    }

    @Test
    void pagesOfSignInActivityAreAskedForNoOftenerThanAllowed() {
        new TenantActs(new Hospital(
                        URI.create("http://localhost"), EmbeddedTenant.tenant().httpUrl()))
                .guest(List.of());
        SignInReports reports = new SignInReports(directory, node());
        for (int n = 0; n < settings.signInPagesPerMinute(); n++) {
            assertThat(reports.page(null).signIns()).isNotEmpty();
        }

        assertThatThrownBy(() -> reports.page(null))
                .isInstanceOf(DirectoryUnavailable.class)
                .hasMessageContaining("used up");
        clock.step(Duration.ofMinutes(1));
        assertThat(reports.page(null).signIns()).isNotEmpty();
    }

    @Test
    void severalRefusalsInARowPauseTheNodeAndOneDoesNot() {
        DirectoryQuota node = node();

        node.throttled(Duration.ofSeconds(7));
        assertThat(node.isPaused()).isFalse();
        for (int n = 0; n < 3; n++) {
            node.throttled(Duration.ofSeconds(7));
        }

        assertThat(node.isPaused()).isTrue();
        assertThat(node.tryTake(Limit.WRITES)).isFalse();
        clock.step(Duration.ofSeconds(8));
        assertThat(node.isPaused()).isFalse();
    }
}
