package dev.guestward.embedded;

import dev.guestward.platform.SteppedClock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/**
 * Starts what the product needs around it, once in a virtual machine, and points the context's settings there. They
 * stop after the product: broker first, then database.
 *
 * <ul>
 *   <li>{@code guestward.embedded.fresh-database=true} gives the context an empty database of its own
 *   <li>{@code guestward.embedded.kafka=false} leaves the broker out
 *   <li>{@code guestward.embedded.stop-with-context=true} stops everything with the context, not with the machine
 * </ul>
 */
public final class EmbeddedServices implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final int PARTITIONS = 4;
    private static final String[] TOPICS = {
        "guestward.graph-notifications",
        "guestward.graph-notifications.dlt",
        "guestward.guest-events",
        "guestward.guest-events.dlt"
    };

    private static @Nullable EmbeddedDatabase database;
    private static EmbeddedDatabase.@Nullable Database shared;
    private static @Nullable EmbeddedKafkaBroker broker;
    private static boolean stopsWithMachine;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        Map<String, Object> settings = new LinkedHashMap<>();
        boolean fresh = environment.getProperty("guestward.embedded.fresh-database", Boolean.class, false);
        point(settings, fresh ? database().create() : sharedDatabase());
        if (environment.getProperty("guestward.embedded.kafka", Boolean.class, true)) {
            settings.put("spring.kafka.bootstrap-servers", broker().getBrokersAsString());
        }
        settings.putAll(AuditKey.settings());
        environment.getPropertySources().addFirst(new MapPropertySource("embedded services", settings));

        DefaultListableBeanFactory beans = (DefaultListableBeanFactory) context.getBeanFactory();
        beans.registerSingleton("clock", SteppedClock.instance());
        if (environment.getProperty("guestward.embedded.stop-with-context", Boolean.class, false)) {
            // disposed of in the reverse order of registration, so this comes last
            beans.registerDisposableBean("embeddedServices", EmbeddedServices::stop);
        }
    }

    /** Settings for a product in another virtual machine on the same database. */
    public static void point(Map<String, Object> settings, EmbeddedDatabase.Database at) {
        settings.put("spring.datasource.url", at.url());
        settings.put("spring.datasource.username", EmbeddedDatabase.APPLICATION);
        settings.put("spring.datasource.password", at.password());
        settings.put("spring.flyway.user", EmbeddedDatabase.OWNER);
        settings.put("spring.flyway.password", at.password());
        if (!at.equals(shared)) {
            // all share the broker: what one product is sent, none on another database may take
            settings.put(
                    "guestward.directory.changes.topic",
                    "notifications-" + at.url().replaceAll(".*/", ""));
        }
    }

    public static synchronized EmbeddedDatabase database() {
        if (database == null) {
            database = EmbeddedDatabase.start();
            stopWithMachine();
        }
        return database;
    }

    private static synchronized EmbeddedDatabase.Database sharedDatabase() {
        if (shared == null) {
            shared = database().create();
        }
        return shared;
    }

    public static synchronized EmbeddedKafkaBroker broker() {
        if (broker == null) {
            broker = new EmbeddedKafkaKraftBroker(1, PARTITIONS, TOPICS)
                    .brokerProperty("auto.create.topics.enable", "true");
            broker.afterPropertiesSet();
            stopWithMachine();
        }
        return broker;
    }

    /** Spring calls these after it has closed its contexts. */
    private static void stopWithMachine() {
        if (!stopsWithMachine) {
            stopsWithMachine = true;
            SpringApplication.getShutdownHandlers().add(EmbeddedServices::stop);
        }
    }

    private static synchronized void stop() {
        if (broker != null) {
            // at the end of the machine its files are deleted under its hands, about which it has much to say
            LoggingSystem logging = LoggingSystem.get(EmbeddedServices.class.getClassLoader());
            logging.setLogLevel("kafka", LogLevel.OFF);
            logging.setLogLevel("org.apache.kafka", LogLevel.OFF);
            broker.destroy();
            broker = null;
        }
        if (database != null) {
            database.stop();
            database = null;
            shared = null;
        }
    }
}
