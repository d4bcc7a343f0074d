package dev.guestward.removal;

import dev.guestward.guest.Remarks;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Lets a guest's history show why a held act was dropped. */
@Component
class BrakeRemarks implements Remarks {
    private final JdbcClient db;

    BrakeRemarks(JdbcClient db) {
        this.db = db;
    }

    @Override
    public Optional<String> remark(UUID hold) {
        return db.sql("select dropped_because from brake_hold where effect_id = ? and dropped_because is not null")
                .param(hold)
                .query(String.class)
                .optional();
    }
}
