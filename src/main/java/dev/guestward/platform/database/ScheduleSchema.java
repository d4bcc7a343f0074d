package dev.guestward.platform.database;

import java.util.List;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** The schedule's tables. The stock script begins by dropping them, and commits on its own at its end. */
@Component
class ScheduleSchema extends VendorSchema {
    private static final Pattern UNWANTED =
            Pattern.compile("^\\s*(drop table [^;]*|commit\\s*);", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    ScheduleSchema() {
        super("2", "schedule", List.of("org/quartz/impl/jdbcjobstore/tables_postgres.sql"));
    }

    @Override
    String adapt(String sql) {
        return UNWANTED.matcher(sql).replaceAll("");
    }
}
