package dev.guestward.review;

import dev.guestward.directory.DeltaExpired;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.NoEvidence;
import dev.guestward.directory.SignIn;
import dev.guestward.directory.SignInPage;
import dev.guestward.directory.gateway.SignInReports;
import dev.guestward.schedule.FleetJob;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads the report of sign-ins for the whole fleet, page by page, twice a day. Goes on where it was cut off, and leaves what it
 * knows as it is when the directory shows nothing.
 */
@Component
public class SignInReading implements FleetJob {
    private static final Logger log = LoggerFactory.getLogger(SignInReading.class);
    /** What was read longer ago says nothing any more: who has signed in since would count as inactive. */
    static final Duration BELIEVED = Duration.ofDays(3);

    private static final Duration PAUSE = Duration.ofHours(12);

    /** Graph forgets a place in a list within minutes, and says so in more than one way. */
    private static final Duration PLACE_KEPT = Duration.ofMinutes(8);

    private final SignInReports reports;
    private final FreshSignIns fresh;
    private final JdbcClient db;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SignInReading(
            SignInReports reports,
            FreshSignIns fresh,
            JdbcClient db,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.reports = reports;
        this.fresh = fresh;
        this.db = db;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    private record Stand(
            @Nullable String cursor,
            @Nullable Instant cursorAt,
            @Nullable Instant finishedAt,
            @Nullable Instant noEvidenceAt) {}

    @Override
    public String name() {
        return "sign-in-reading";
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(1);
    }

    @Override
    public void run() {
        Stand stand = db.sql("select cursor, cursor_at, finished_at, no_evidence_at from sign_in_reading")
                .query((rs, n) -> new Stand(
                        rs.getString(1),
                        ReviewRows.instant(rs.getTimestamp(2)),
                        ReviewRows.instant(rs.getTimestamp(3)),
                        ReviewRows.instant(rs.getTimestamp(4))))
                .single();
        if (stand.cursor() == null && (isWithin(PAUSE, stand.finishedAt()) || isWithin(PAUSE, stand.noEvidenceAt()))) {
            return;
        }
        String cursor = isWithin(PLACE_KEPT, stand.cursorAt()) ? stand.cursor() : null;
        try {
            do {
                SignInPage page = reports.page(cursor);
                cursor = page.next();
                keep(page);
            } while (cursor != null);
            transaction.executeWithoutResult(status -> fresh.callOff());
        } catch (DeltaExpired e) {
            forgetThePlace();
        } catch (NoEvidence e) {
            noEvidence(e.code());
        } catch (DirectoryUnavailable e) {
            log.debug("The report of sign-ins goes on later", e);
        }
    }

    private boolean isWithin(Duration time, @Nullable Instant at) {
        return at != null && at.isAfter(clock.instant().minus(time));
    }

    /** The next run begins at the first page. */
    private void forgetThePlace() {
        log.info("The directory no longer knows where we were in the report of sign-ins; it is read anew");
        transaction.executeWithoutResult(status -> db.sql("update sign_in_reading set cursor = null, cursor_at = null")
                .update());
    }

    private void keep(SignInPage page) {
        Timestamp now = Timestamp.from(clock.instant());
        List<SignIn> all = page.signIns();
        transaction.executeWithoutResult(status -> {
            db.sql("""
                            insert into sign_in_seen (account, last_successful, read_at)
                            select t.account, max(t.seen), :now from unnest(:accounts::text[], :seen::timestamptz[]) t (account, seen)
                            group by t.account
                            on conflict (account) do update set read_at = excluded.read_at,
                                last_successful = greatest(sign_in_seen.last_successful, excluded.last_successful)""")
                    .param("now", now)
                    .param(
                            "accounts",
                            all.stream().map(one -> one.account().value()).toArray(String[]::new))
                    .param(
                            "seen",
                            all.stream()
                                    .map(SignIn::lastSuccessful)
                                    .map(at -> at == null ? null : at.toString())
                                    .toArray(String[]::new))
                    .update();
            db.sql("update sign_in_reading set cursor = :next, cursor_at = :now, begun_at = coalesce(begun_at, :now),"
                            + " finished_at = case when :next::text is null then :now else finished_at end,"
                            + " no_evidence_code = null, no_evidence_at = null")
                    .param("next", page.next(), Types.VARCHAR)
                    .param("now", now)
                    .update();
        });
    }

    private void noEvidence(String code) {
        String known = code.matches("[A-Za-z0-9_.-]{1,100}") ? code : "unknown";
        transaction.executeWithoutResult(
                status -> db.sql("update sign_in_reading set cursor = null, no_evidence_code = ?, no_evidence_at = ?")
                        .params(known, Timestamp.from(clock.instant()))
                        .update());
        log.warn("The directory shows no sign-ins ({}): reviewers decide without", known);
    }
}
