package dev.guestward.review;

import dev.guestward.audit.AuditLedger;
import dev.guestward.guest.GuestId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Puts together what a reviewer is shown, from what was read for the whole fleet. Nothing is asked of the directory here. */
@Component
class GatheredEvidence {
    /** What of a guest's history a reviewer should know of. */
    private static final Set<String> TELLING = Set.of(
            "guest-edited",
            "extended",
            "extended-emergency",
            "restored",
            "address-corrected",
            "identity-unexpected",
            "access-found",
            "access-lost",
            "sponsor-changed",
            "review-handed-over");

    private final JdbcClient db;
    private final AuditLedger audit;
    private final Clock clock;

    GatheredEvidence(JdbcClient db, AuditLedger audit, Clock clock) {
        this.db = db;
        this.audit = audit;
        this.clock = clock;
    }

    private record Reading(
            @Nullable Instant finishedAt, @Nullable String noEvidence) {}

    private record Found(
            UUID guest,
            @Nullable Instant attestedAt,
            boolean listed,
            @Nullable Instant seen,
            @Nullable Instant read,
            List<String> grants) {}

    /** About these guests, in any order. */
    List<Evidence> of(Collection<GuestId> guests) {
        UUID[] ids = guests.stream().map(GuestId::value).toArray(UUID[]::new);
        Reading reading = db.sql("select finished_at, no_evidence_code from sign_in_reading")
                .query((rs, n) -> new Reading(ReviewRows.instant(rs.getTimestamp(1)), rs.getString(2)))
                .single();
        List<Found> found =
                db.sql("""
                        select g.id, g.attested_at, s.account is not null as listed, s.last_successful, s.read_at,
                               coalesce((select string_agg(h.grant_key, ',' order by h.grant_key) from guest_grant h
                                         where h.guest_id = g.id and h.given_at is not null), '') as grants
                        from guest g left join sign_in_seen s on s.account = g.directory_id where g.id = any (?)""").param(ids).query(GatheredEvidence::found).list();
        Map<UUID, Set<String>> changes = changes(found);
        List<Evidence> evidence = new ArrayList<>();
        Instant since = clock.instant().minus(SignInReading.BELIEVED);
        for (Found one : found) {
            Instant read = one.read();
            boolean fresh = read != null && read.isAfter(since);
            Instant seen = fresh ? one.seen() : null;
            evidence.add(new Evidence(
                    new GuestId(one.guest()),
                    seen,
                    seen == null ? unknown(one, fresh, reading, since) : null,
                    one.read() == null && reading.noEvidence() == null ? reading.finishedAt() : one.read(),
                    one.grants(),
                    List.copyOf(changes.getOrDefault(one.guest(), Set.of())),
                    one.attestedAt() != null));
        }
        return evidence;
    }

    private static String unknown(Found one, boolean fresh, Reading reading, Instant since) {
        if (fresh) {
            return "none-recorded";
        }
        if (reading.noEvidence() != null) {
            return "not-allowed";
        }
        Instant finished = reading.finishedAt();
        if (finished == null && !one.listed()) {
            return "not-read-yet";
        }
        return finished == null || finished.isBefore(since) ? "outdated" : "not-listed";
    }

    private Map<UUID, Set<String>> changes(List<Found> found) {
        Map<UUID, Instant> since = new HashMap<>();
        found.stream()
                .filter(one -> one.attestedAt() != null)
                .forEach(one -> since.put(one.guest(), Objects.requireNonNull(one.attestedAt())));
        Map<UUID, Set<String>> changes = new HashMap<>();
        if (!since.isEmpty()) {
            audit.happened(since.keySet(), TELLING).stream()
                    .filter(entry -> entry.at().isAfter(Objects.requireNonNull(since.get(entry.guest()))))
                    .forEach(entry -> changes.computeIfAbsent(entry.guest(), id -> new TreeSet<>())
                            .add(entry.code()));
        }
        return changes;
    }

    private static Found found(ResultSet rs, int row) throws SQLException {
        return new Found(
                rs.getObject("id", UUID.class),
                ReviewRows.instant(rs.getTimestamp("attested_at")),
                rs.getBoolean("listed"),
                ReviewRows.instant(rs.getTimestamp("last_successful")),
                ReviewRows.instant(rs.getTimestamp("read_at")),
                ReviewRows.words(rs.getString("grants")));
    }
}
