package dev.guestward.invitation;

import dev.guestward.guest.Remarks;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Lets a guest's history show what was written to decisions. */
@Component
class DecisionRemarks implements Remarks {
    private final JdbcClient db;

    DecisionRemarks(JdbcClient db) {
        this.db = db;
    }

    @Override
    public Optional<String> remark(UUID decision) {
        return db.sql("select comment from invitation_decision where id = ? and comment is not null")
                .param(decision)
                .query(String.class)
                .optional();
    }
}
