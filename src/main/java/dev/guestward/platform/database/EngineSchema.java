package dev.guestward.platform.database;

import java.util.List;
import org.flywaydb.core.api.migration.Context;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/** The engine's tables, and the index without which many timers far ahead slow every job down. */
@Component
class EngineSchema extends VendorSchema {
    private static final List<String> PARTS = List.of(
            "engine", "history", "identity", "case.engine", "case.history", "decision.engine", "decision.history");

    EngineSchema() {
        super("1", "engine", scripts());
    }

    private static List<String> scripts() {
        return PARTS.stream()
                .map(part -> "org/camunda/bpm/engine/db/create/activiti.postgres.create." + part + ".sql")
                .toList();
    }

    @Override
    public void migrate(Context context) throws Exception {
        super.migrate(context);
        new JdbcTemplate(new SingleConnectionDataSource(context.getConnection(), true))
                .execute("create index gw_idx_job_due on act_ru_job (duedate_)");
    }
}
