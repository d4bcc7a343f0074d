package dev.guestward.people;

import dev.guestward.directory.ObjectId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** When the people were read, and whether they are to be read before the time. The reading itself is {@link PeopleTable}'s. */
@Repository
class StaffReadingTable {
    private final JdbcClient db;

    StaffReadingTable(JdbcClient db) {
        this.db = db;
    }

    /** Asks for a reading if one of these is somebody who may sign in now. */
    void ask(Collection<ObjectId> accounts, Instant at) {
        db.sql("""
                        update people_reading set asked_at = :at
                         where exists (select from person
                                        where id = any (:accounts)
                                          and (enabled or exists (select from person_role r where r.person_id = id)))""")
                .param("at", Timestamp.from(at))
                .param("accounts", accounts.stream().map(ObjectId::value).toArray(String[]::new))
                .update();
    }

    void ask(Instant at) {
        db.sql("update people_reading set asked_at = ?")
                .param(Timestamp.from(at))
                .update();
    }

    /** Whether somebody asked since the last reading began. */
    boolean isAsked() {
        return db.sql("select asked_at is not null from people_reading")
                .query(Boolean.class)
                .single();
    }

    void completed(Instant readAt) {
        db.sql("update people_reading set completed_at = ?")
                .param(Timestamp.from(readAt))
                .update();
    }

    Instant completedAt() {
        return db.sql("select completed_at from people_reading")
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .single();
    }
}
