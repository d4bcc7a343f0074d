package dev.guestward.guest;

import dev.guestward.audit.Actor;
import dev.guestward.problem.Conflict;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Writes what people correct about a guest. Who may, and what is acceptable, the caller has checked. */
@Component
public class GuestFacts {
    private final JdbcClient db;
    private final Guests guests;

    GuestFacts(JdbcClient db, Guests guests) {
        this.db = db;
        this.guests = guests;
    }

    /**
     * Changes a guest who is not on the way out.
     *
     * @param version what the caller has read
     * @param details what the ledger says about it: names of fields and days, never a name or a purpose
     * @throws Conflict if the guest is another one than the caller has read
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void change(
            GuestId id,
            long version,
            String displayName,
            String purpose,
            Instant accessUntil,
            Actor actor,
            Map<String, String> details) {
        int changed = db.sql("update guest set display_name = ?, purpose = ?, access_until = ?, version = version + 1"
                        + " where id = ? and version = ? and state in ('REQUESTED', 'INVITED', 'ACTIVE')")
                .params(displayName, purpose, Timestamp.from(accessUntil), id.value(), version)
                .update();
        if (changed == 0) {
            throw new Conflict("This guest has changed since you read it. Read it again.");
        }
        guests.note(id, actor, "guest-edited", details);
    }
}
