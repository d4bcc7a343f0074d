package dev.guestward.invitation;

import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.people.Viewer;
import dev.guestward.problem.InvalidInput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Remembers what was answered to a request with an Idempotency-Key, per caller. Of the request itself only a hash stays. */
@Component
class RepeatedRequests {
    private static final String PENDING = "pending";
    private static final String KNOWN_HERE = "known-here";
    private static final int LONGEST_KEY = 200;

    private final JdbcClient db;
    private final Clock clock;

    RepeatedRequests(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * The earlier answer. If there is none, the key is reserved for this transaction; a second request with the same key
     * waits for it.
     *
     * @throws InvalidInput if the key was used for another body
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<InvitationAnswer> answerTo(Viewer caller, String key, InvitationRequest request) {
        if (key.isBlank() || key.length() > LONGEST_KEY || key.chars().anyMatch(c -> c < 32 || c > 126)) {
            throw InvalidInput.of("Idempotency-Key", "Use 1 to " + LONGEST_KEY + " printable characters.");
        }
        String hash = hash(request);
        int reserved = db.sql("insert into invitation_request (caller, idempotency_key, body_hash, answer, created_at)"
                        + " values (?, ?, ?, ?, ?) on conflict do nothing")
                .params(caller.id().value(), key, hash, PENDING, Timestamp.from(clock.instant()))
                .update();
        if (reserved == 1) {
            return Optional.empty();
        }
        Row row = db.sql(
                        "select body_hash, answer, answered_state from invitation_request where caller = ? and idempotency_key = ?")
                .params(caller.id().value(), key)
                .query((rs, n) -> new Row(rs.getString(1), rs.getString(2), rs.getString(3)))
                .single();
        if (!row.hash().equals(hash)) {
            throw InvalidInput.of("Idempotency-Key", "This key was used for another request. Use a new one.");
        }
        return Optional.of(
                KNOWN_HERE.equals(row.answer())
                        ? new InvitationAnswer.KnownHere()
                        : new InvitationAnswer.Accepted(
                                GuestId.parse(row.answer()).orElseThrow(), state(row)));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void remember(Viewer caller, String key, InvitationAnswer answer) {
        String text = answer instanceof InvitationAnswer.Accepted accepted
                ? accepted.guest().toString()
                : KNOWN_HERE;
        String state = answer instanceof InvitationAnswer.Accepted accepted
                ? accepted.state().name()
                : null;
        db.sql("update invitation_request set answer = ?, answered_state = ? where caller = ? and idempotency_key = ?")
                .params(text, state, caller.id().value(), key)
                .update();
    }

    /** What was answered before that was kept was about somebody new. */
    private static GuestState state(Row row) {
        return row.state() == null ? GuestState.REQUESTED : GuestState.valueOf(row.state());
    }

    private record Row(String hash, String answer, @Nullable String state) {}

    private static String hash(InvitationRequest r) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            List<@Nullable Object> fields = new ArrayList<>(Arrays.asList(
                    r.email(),
                    r.displayName(),
                    r.clinic(),
                    r.sponsor(),
                    r.grants(),
                    r.accessUntil(),
                    r.purpose(),
                    r.message(),
                    r.language()));
            if (r.continueAs() != null) {
                fields.addAll(Arrays.asList(r.continueAs(), r.earlier()));
            }
            for (Object field : fields) {
                byte[] bytes = Objects.toString(field, "\0").getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
