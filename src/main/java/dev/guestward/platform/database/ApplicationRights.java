package dev.guestward.platform.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.springframework.stereotype.Component;

/**
 * Gives the role of the application, placeholder {@code appRole}, what it needs on the tables of the owner, after every
 * migration. The audit ledger, and what else evidence rests on, it may only read and append to. With one role for both, the ledger's rule still stands in
 * the way of a mistake, though not of intent: an owner can grant itself anything.
 */
@Component
class ApplicationRights implements Callback {
    static final String APP_ROLE = "appRole";

    /** Any number, the same on all nodes: two grants on one table at once fail. */
    private static final long LOCK = 0x6775657374776172L;

    private static final List<String> LEDGER = List.of(
            "audit_entry",
            "audit_checkpoint",
            "audit_checkpoint_head",
            "audit_checkpoint_kept",
            "effect_call",
            "review_answer");

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.AFTER_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        String role = context.getConfiguration().getPlaceholders().get(APP_ROLE);
        if (role == null || role.isBlank()) {
            throw new IllegalStateException("spring.flyway.placeholders." + APP_ROLE + " names no database role");
        }
        Connection connection = context.getConnection();
        try (Statement sql = connection.createStatement()) {
            sql.execute("select pg_advisory_xact_lock(" + LOCK + ")");
            String schema = quoted(value(sql, "select current_schema()"));
            String to = quoted(role);
            sql.execute("grant usage on schema " + schema + " to " + to);
            sql.execute("grant select, insert, update, delete on all tables in schema " + schema + " to " + to);
            sql.execute("grant usage, select on all sequences in schema " + schema + " to " + to);
            if (!role.equals(value(sql, "select current_user"))) {
                String history = quoted(context.getConfiguration().getTable());
                sql.execute("revoke insert, update, delete on " + schema + "." + history + " from " + to);
            }
            for (String table : LEDGER) {
                if (exists(connection, table)) {
                    sql.execute("revoke update, delete, truncate on " + schema + "." + quoted(table) + " from " + to);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "The owner could not grant the tables to role " + role + "; does that role exist?", e);
        }
    }

    @Override
    public String getCallbackName() {
        return "application rights";
    }

    private static boolean exists(Connection connection, String table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select to_regclass(?) is not null")) {
            query.setString(1, quoted(table));
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static String value(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                throw new SQLException("no row");
            }
            return row.getString(1);
        }
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
