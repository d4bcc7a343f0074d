package dev.guestward.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.guestward.embedded.EmbeddedDatabase;
import dev.guestward.embedded.EmbeddedServices;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.Node;
import dev.guestward.simulatedtenant.SimulatedTenant;
import dev.guestward.simulatedtenant.SimulatedTenantOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Two nodes on one database that was empty. The cures are the order in {@code platform.database} (without it the engine
 * finds no tables), the locks in {@code ApplicationRights} and {@code EngineStart} (without them one node fails or
 * writes twice), and the names in {@code Models}.
 */
class TwoNodesTest {
    private final EmbeddedDatabase.Database database =
            EmbeddedServices.database().create();
    private final JdbcTemplate sql =
            new JdbcTemplate(new DriverManagerDataSource(database.url(), EmbeddedDatabase.OWNER, database.password()));

    private final SimulatedTenant tenant = SimulatedTenant.start(SimulatedTenantOptions.ephemeral());

    @AfterEach
    void stop() {
        tenant.close();
    }

    @Test
    void bothComeUpAndShareTheWork() {
        try (Node first = node("first", "1s");
                Node second = node("second", "1s")) {
            becomesReady(first);
            becomesReady(second);
            modelsAndRightsAreThereOnce();

            sql.execute("create table tick (node text, at timestamptz default clock_timestamp())");
            sql.execute("grant insert on tick to " + EmbeddedDatabase.APPLICATION);
            await().atMost(Duration.ofSeconds(60)).until(() -> count("select count(*) from tick") >= 10);
            // a busy machine makes single runs late; were each node to run for itself there would be twice as many
            assertThat(count("select count(*) - 1 - ceil(extract(epoch from max(at) - min(at)))::bigint from tick"))
                    .as("more runs than seconds")
                    .isLessThanOrEqualTo(2);
            second.stop();
            assertThat(second.output()).doesNotContain("ERROR org.camunda", "HikariPool-");

            long before = count("select count(*) from tick");
            await().atMost(Duration.ofSeconds(30)).until(() -> count("select count(*) from tick") > before + 2);
        }
        try (Node again = node("again", "1h")) {
            again.port();
            modelsAndRightsAreThereOnce();
            // the schedule is mended once the node is ready, which comes after it has started
            await().atMost(Duration.ofSeconds(30))
                    .until(
                            () -> count(
                                    "select repeat_interval from qrtz_simple_triggers where trigger_name = 'ticking'"),
                            Long.valueOf(Duration.ofHours(1).toMillis())::equals);
        }
    }

    private static void becomesReady(Node node) {
        HttpSession anybody = HttpSession.anonymous(node.port());
        await().atMost(Duration.ofMinutes(1))
                .until(() -> anybody.get("/actuator/health/readiness").statusCode() == 200);
    }

    private void modelsAndRightsAreThereOnce() {
        assertThat(sql.queryForList("select distinct version_ from act_re_procdef", Integer.class))
                .containsExactly(1);
        assertThat(sql.queryForList("select resource_name_ from act_re_procdef", String.class))
                .contains("bpmn/platform/platform-probe.bpmn")
                .allMatch(name -> name.startsWith("bpmn/"));
        assertThat(count("select count(*) from act_re_deployment")).isEqualTo(1);
        assertThat(count("select count(*) from act_ru_filter")).isEqualTo(1);
        assertThat(count(
                        "select count(*) from (select group_id_, resource_type_, resource_id_ from act_ru_authorization"
                                + " group by 1, 2, 3 having count(*) > 1) twice"))
                .isZero();
        assertThat(count("select count(*) from act_ru_authorization where group_id_ = 'sponsor'"))
                .as("Tasklist, its filter, and to start a request: the definition and an instance")
                .isEqualTo(4);
    }

    private long count(String query) {
        // a schedule that is just being mended has no row for a moment
        return sql.queryForList(query, Long.class).stream().findFirst().orElse(0L);
    }

    private Node node(String name, String every) {
        Map<String, Object> settings = new HashMap<>();
        EmbeddedServices.point(settings, database);
        EmbeddedTenant.point(settings, tenant, EmbeddedTenant.freePort());
        settings.put("spring.kafka.bootstrap-servers", EmbeddedServices.broker().getBrokersAsString());
        settings.put("tick.node", name);
        settings.put("tick.every", every);
        return Node.start(TickingNode.class, settings);
    }
}
