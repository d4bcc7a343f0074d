package dev.guestward.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.embedded.EmbeddedDatabase;
import dev.guestward.embedded.EmbeddedServices;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What the application's role may do. The cure is {@link ApplicationRights}. */
class ApplicationRightsTest {
    private static final String ENTRY = """
            insert into audit_entry (guest_id, seq, at, actor_kind, actor_id, code, details, prev_hash, hash)
            values (gen_random_uuid(), 1, now(), 'SCHEDULE', 'test', 'blocked', '', '', '')""";

    private final EmbeddedDatabase.Database database =
            EmbeddedServices.database().create();
    private final JdbcTemplate owner = as(EmbeddedDatabase.OWNER);
    private final JdbcTemplate application = as(EmbeddedDatabase.APPLICATION);

    @Test
    void theApplicationWorksOnTheTablesAndDoesNotChangeThem() {
        migrate(EmbeddedDatabase.APPLICATION);

        assertThatCode(() -> {
                    application.update("insert into act_ge_property values ('x', 'y', 1)");
                    application.update("update act_ge_property set value_ = 'z' where name_ = 'x'");
                    application.update("delete from act_ge_property where name_ = 'x'");
                })
                .doesNotThrowAnyException();
        refused("drop table person");
        refused("alter table person add column x text");
        refused("create table x (y text)");
        refused("truncate act_hi_taskinst");
        refused("update flyway_schema_history set success = false");
    }

    @Test
    void theLedgerIsReadAndAppendedToOnly() {
        migrate(EmbeddedDatabase.APPLICATION);

        application.update(ENTRY);
        assertThat(application.queryForObject("select count(*) from audit_entry", Long.class))
                .isEqualTo(1);
        refused("update audit_entry set code = 'kept'");
        refused("delete from audit_entry");
        refused("truncate audit_entry");
        for (String table : List.of("effect_call", "review_answer")) {
            assertThatCode(() -> application.queryForList("select * from " + table))
                    .doesNotThrowAnyException();
            refused("delete from " + table);
            refused("truncate " + table);
        }
        refused("update review_answer set reason = 'another'");
        refused("update effect_call set request_id = 'another'");
    }

    @Test
    void oneRoleForBothStillMigratesAndCannotRewriteTheLedgerByMistake() {
        migrate(EmbeddedDatabase.OWNER);

        owner.update(ENTRY);
        assertThatThrownBy(() -> owner.update("delete from audit_entry"))
                .rootCause()
                .hasMessageContaining("permission denied");
    }

    /** The cure is the lock: without it two grants on one table at once fail with "tuple concurrently updated". */
    @Test
    void manyNodesMayGrantAtOnce() throws Exception {
        migrate(EmbeddedDatabase.APPLICATION);
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        try {
            Callable<Boolean> start = () -> {
                migrate(EmbeddedDatabase.APPLICATION);
                return true;
            };
            for (Future<Boolean> started : nodes.invokeAll(Collections.nCopies(24, start))) {
                assertThat(started.get()).isTrue();
            }
        } finally {
            nodes.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gw \"quoted\" role", "gw'; drop table person; --"})
    void aRoleMayHaveAnyName(String role) {
        owner(role);

        migrate(role);

        assertThat(owner.queryForObject("select has_table_privilege(?, 'person', 'insert')", Boolean.class, role))
                .isTrue();
    }

    @Test
    void manyTimersDoNotSlowTheSearchForDueJobsDown() {
        migrate(EmbeddedDatabase.APPLICATION);
        owner.execute("""
                insert into act_ru_job (id_, rev_, type_, retries_, duedate_, suspension_state_, exclusive_)
                select 'timer' || n, 1, 'timer', 3, now() + n * interval '1 minute', 1, true
                  from generate_series(1, 50000) n""");
        owner.execute("analyze act_ru_job");

        List<String> plan = owner.queryForList("""
                explain select id_ from act_ru_job
                 where retries_ > 0 and duedate_ <= now() and (lock_exp_time_ is null or lock_exp_time_ < now())
                 order by duedate_ limit 16""", String.class);

        assertThat(String.join("\n", plan)).contains("gw_idx_job_due");
    }

    private void owner(String role) {
        // the owner itself may not make roles
        EmbeddedServices.database().execute("create role \"" + role.replace("\"", "\"\"") + "\"");
    }

    private void migrate(String applicationRole) {
        Flyway.configure()
                .dataSource(database.url(), EmbeddedDatabase.OWNER, database.password())
                .locations("classpath:db/migration")
                .javaMigrations(new EngineSchema(), new ScheduleSchema())
                .callbacks(new ApplicationRights())
                .placeholders(Map.of(ApplicationRights.APP_ROLE, applicationRole))
                .load()
                .migrate();
    }

    private void refused(String sql) {
        assertThatThrownBy(() -> application.execute(sql))
                .rootCause()
                .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }

    private JdbcTemplate as(String role) {
        return new JdbcTemplate(new DriverManagerDataSource(database.url(), role, database.password()));
    }
}
