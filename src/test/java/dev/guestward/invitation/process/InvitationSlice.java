package dev.guestward.invitation.process;

import com.zaxxer.hikari.HikariDataSource;
import dev.guestward.adoption.AdoptionSettings;
import dev.guestward.audit.AuditSettings;
import dev.guestward.clinic.ClinicSettings;
import dev.guestward.directory.InMemoryDirectory;
import dev.guestward.directory.MissingAccounts;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.gateway.GatewaySettings;
import dev.guestward.directory.gateway.QuotaSettings;
import dev.guestward.directory.process.DirectoryWorkerSettings;
import dev.guestward.embedded.EmbeddedDatabase;
import dev.guestward.embedded.EmbeddedServices;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.expiry.ExpirySettings;
import dev.guestward.guest.Grants;
import dev.guestward.hospital.HospitalCalendar;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.hospital.WorkingDays;
import dev.guestward.invitation.ApprovalSettings;
import dev.guestward.invitation.InvitationSettings;
import dev.guestward.mail.MailSettings;
import dev.guestward.mode.Mode;
import dev.guestward.mode.Workflow;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.Role;
import dev.guestward.people.StaffSettings;
import dev.guestward.platform.SteppedClock;
import dev.guestward.readiness.TenantRefusals;
import dev.guestward.redemption.RedemptionSettings;
import dev.guestward.removal.BrakeSettings;
import dev.guestward.removal.RemovalSettings;
import dev.guestward.review.FollowSettings;
import dev.guestward.review.ReviewSettings;
import dev.guestward.review.SecondLookSettings;
import dev.guestward.review.SecondRound;
import dev.guestward.review.SignalSettings;
import dev.guestward.schedule.FleetTrigger;
import dev.guestward.sponsorship.SuccessionSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.spring.ProcessEngineFactoryBean;
import org.camunda.bpm.engine.spring.SpringProcessEngineConfiguration;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Primary;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/** A bare engine with the real delegates and register on a real database; the directory is in memory. */
@TestConfiguration(proxyBeanMethods = false)
@EnableTransactionManagement(proxyTargetClass = true)
@ComponentScan(
        basePackages = {
            "dev.guestward.adoption",
            "dev.guestward.audit",
            "dev.guestward.clinic",
            "dev.guestward.expiry",
            "dev.guestward.guest",
            "dev.guestward.invitation",
            "dev.guestward.mail",
            "dev.guestward.people",
            "dev.guestward.redemption",
            "dev.guestward.removal",
            "dev.guestward.sponsorship",
            "dev.guestward.review",
            "dev.guestward.report",
            "dev.guestward.settings",
            "dev.guestward.directory.effect",
            "dev.guestward.directory.gateway",
            "dev.guestward.directory.process"
        },
        excludeFilters = {
            @ComponentScan.Filter(type = FilterType.ANNOTATION, classes = TestConfiguration.class),
            @ComponentScan.Filter(
                    type = FilterType.REGEX,
                    pattern = {
                        ".*\\.web\\..*",
                        ".*Loops?",
                        ".*EventsConfiguration",
                        ".*Meters",
                        ".*MailRelay",
                        ".*StaffReading",
                        ".*Test.*",
                        ".*Slice"
                    })
        })
public class InvitationSlice {
    public static final String GRANT = "health-records";
    static final Person OTHER_OWNER = SeedPeople.person(801, "olga.reed", "Olga Reed", Role.OWNER);
    static final Person DEPUTY = SeedPeople.BEN;

    @Bean(destroyMethod = "close")
    HikariDataSource dataSource() {
        return migrated(EmbeddedServices.database().create());
    }

    /** A pool on a database that has our tables. */
    public static HikariDataSource migrated(EmbeddedDatabase.Database database) {
        HikariDataSource source = new HikariDataSource();
        source.setJdbcUrl(database.url());
        source.setUsername(EmbeddedDatabase.OWNER);
        source.setPassword(database.password());
        source.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        source.setMaximumPoolSize(5);
        Flyway.configure()
                .dataSource(source)
                // a laboratory takes a rule out of a copy of them
                .locations(System.getProperty("spring.flyway.locations", "classpath:db/migration"))
                .placeholders(Map.of("appRole", EmbeddedDatabase.APPLICATION))
                .load()
                .migrate();
        return source;
    }

    @Bean
    PlatformTransactionManager transactionManager(DataSource source) {
        return new JdbcTransactionManager(source);
    }

    @Bean
    JdbcClient jdbcClient(DataSource source) {
        return JdbcClient.create(source);
    }

    @Bean
    Clock clock() {
        return SteppedClock.instance();
    }

    /** Tests run the jobs themselves. */
    @Bean
    FleetTrigger fleetTrigger() {
        return job -> {};
    }

    @Bean
    InMemoryDirectory directory(Clock clock) {
        return new InMemoryDirectory(clock);
    }

    @Bean
    ProcessEngineFactoryBean processEngine(
            ApplicationContext context, DataSource source, PlatformTransactionManager transactions) {
        SpringProcessEngineConfiguration configuration = new SpringProcessEngineConfiguration();
        configuration.setApplicationContext(context);
        configuration.setProcessEngineName("invitation-slice");
        configuration.setDataSource(source);
        configuration.setTransactionManager(transactions);
        configuration.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
        configuration.setHistory(ProcessEngineConfiguration.HISTORY_FULL);
        configuration.setJobExecutorActivate(false);
        configuration.setDmnFeelEnableLegacyBehavior(true);
        configuration.setEnsureJobDueDateNotNull(true);
        configuration.setDeploymentResources(new Resource[] {
            new ClassPathResource("bpmn/invitation/guest-invitation.bpmn"),
            new ClassPathResource("bpmn/redemption/redemption-follow-up.bpmn"),
            new ClassPathResource("bpmn/removal/guest-removal.bpmn"),
            new ClassPathResource("bpmn/removal/guest-restoration.bpmn"),
            new ClassPathResource("bpmn/removal/access-replay.bpmn"),
            new ClassPathResource("bpmn/redemption/address-change.bpmn"),
            new ClassPathResource("bpmn/expiry/guest-expiry.bpmn"),
            new ClassPathResource("bpmn/adoption/guest-adoption.bpmn"),
            new ClassPathResource("bpmn/expiry/extension-approval.bpmn"),
            new ClassPathResource("bpmn/sponsorship/sponsor-succession.bpmn"),
            new ClassPathResource("bpmn/review/sponsor-review.bpmn"),
            new ClassPathResource("bpmn/review/access-review-campaign.bpmn"),
            new ClassPathResource("bpmn/review/silence-claim.bpmn"),
            new ClassPathResource("bpmn/review/review-recommendation.dmn"),
            new ClassPathResource("bpmn/invitation/invitation-policy.dmn")
        });
        ProcessEngineFactoryBean factory = new ProcessEngineFactoryBean();
        factory.setProcessEngineConfiguration(configuration);
        return factory;
    }

    @Bean
    org.camunda.bpm.engine.RuntimeService runtimeService(ProcessEngine engine) {
        return engine.getRuntimeService();
    }

    @Bean
    org.camunda.bpm.engine.IdentityService identityService(ProcessEngine engine) {
        return engine.getIdentityService();
    }

    @Bean
    org.camunda.bpm.engine.TaskService taskService(ProcessEngine engine) {
        return engine.getTaskService();
    }

    @Bean
    org.camunda.bpm.engine.ManagementService managementService(ProcessEngine engine) {
        return engine.getManagementService();
    }

    @Bean
    org.camunda.bpm.engine.ExternalTaskService externalTaskService(ProcessEngine engine) {
        return engine.getExternalTaskService();
    }

    @Bean
    MessageSource messageSource() {
        ResourceBundleMessageSource source = new ResourceBundleMessageSource();
        source.setBasename("messages");
        source.setDefaultEncoding("UTF-8");
        source.setAlwaysUseMessageFormat(true);
        return source;
    }

    @Bean
    Grants grants() {
        return new Grants(
                Map.of(GRANT, new Grants.Grant("Health records", "9d000000-2c7f-4e3a-b6d4-7a1f5c8e2b04", null)));
    }

    @Bean
    HospitalSettings hospital() {
        return new HospitalSettings("Northfield Hospital", ZoneOffset.UTC, "en", List.of("northfield.example"));
    }

    /** Open every day, so that times count in whole days. */
    @Bean
    HospitalCalendar calendar() {
        return new HospitalCalendar(Set.of(), List.of());
    }

    @Bean
    WorkingDays workingDays(HospitalCalendar calendar, HospitalSettings hospital) {
        return new WorkingDays(calendar, hospital);
    }

    @Bean
    MailSettings mailSettings() {
        return new MailSettings(
                false, "guests@northfield.example", "", 60, Duration.ofSeconds(1), Duration.ofHours(48));
    }

    @Bean
    InvitationSettings invitationSettings() {
        return new InvitationSettings(URI.create("https://records.northfield.example/"), Duration.ofDays(730));
    }

    @Bean
    TenantRefusals refusals() {
        return domain -> Optional.empty();
    }

    @Bean
    ApprovalSettings approvalSettings() {
        return new ApprovalSettings(
                List.of(DEPUTY.userName(), "long.gone"), Duration.ofDays(1), Duration.ofDays(2), Duration.ofDays(14));
    }

    @Bean
    RedemptionSettings redemptionSettings() {
        return new RedemptionSettings(
                List.of(Duration.ofDays(3), Duration.ofDays(7), Duration.ofDays(14)),
                Duration.ofDays(14),
                Duration.ofDays(5),
                Duration.ofDays(30),
                Duration.ofHours(1));
    }

    @Bean
    ExpirySettings expirySettings() {
        return new ExpirySettings(
                List.of(Duration.ofDays(14), Duration.ofDays(1)), Duration.ofHours(72), Duration.ofDays(30));
    }

    @Bean
    AuditSettings auditSettings() {
        return new AuditSettings(null, "", null, Duration.ofMinutes(15));
    }

    @Bean
    AdoptionSettings adoptionSettings() {
        return new AdoptionSettings(
                AdoptionSettings.Mode.WATCH, Duration.ofDays(180), Duration.ofDays(90), Duration.ofDays(14));
    }

    @Bean
    ReviewSettings reviewSettings() {
        return new ReviewSettings(
                Duration.ofDays(90),
                Duration.ofDays(7),
                Duration.ofDays(14),
                Duration.ofDays(3),
                25,
                Duration.ofDays(90),
                List.of(SeedPeople.ADMIN.userName()));
    }

    @Bean
    FollowSettings followSettings() {
        return new FollowSettings(Duration.ofHours(1), Duration.ofDays(3), false, Duration.ofDays(7));
    }

    /** Can be switched between tests. */
    public static final class SwitchedRound implements SecondRound {
        private volatile boolean on;

        public void on(boolean wanted) {
            on = wanted;
        }

        @Override
        public boolean secondRound() {
            return on;
        }

        @Override
        public Duration secondRoundWithin() {
            return Duration.ofDays(7);
        }
    }

    @Bean
    @Primary
    SwitchedRound secondRound() {
        return new SwitchedRound();
    }

    /** Whom looks did not find: there is no change intake here that would look again. */
    public static final class Missed implements MissingAccounts {
        private final List<ObjectId> accounts = new CopyOnWriteArrayList<>();

        public List<ObjectId> accounts() {
            return accounts;
        }

        @Override
        public void missing(Collection<ObjectId> missing) {
            accounts.addAll(missing);
        }
    }

    @Bean
    Missed missed() {
        return new Missed();
    }

    @Bean
    SignalSettings signalSettings() {
        return new SignalSettings(3, Duration.ofSeconds(5), 1, 0.8, 1, Duration.ofDays(90), Duration.ofMinutes(5));
    }

    /** Nobody looks again: tests that want it draw samples themselves. */
    @Bean
    SecondLookSettings secondLookSettings() {
        return new SecondLookSettings(0, 1, false);
    }

    @Bean
    RemovalSettings removalSettings() {
        return new RemovalSettings(Duration.ofMinutes(15), Duration.ofDays(30));
    }

    @Bean
    SuccessionSettings successionSettings() {
        return new SuccessionSettings(Duration.ofDays(3), Duration.ofHours(36), Duration.ofDays(7));
    }

    @Bean
    StaffSettings staffSettings() {
        return new StaffSettings(
                "9d000000-2c7f-4e3a-b6d4-7a1f5c8e2b01",
                "9d000000-2c7f-4e3a-b6d4-7a1f5c8e2b02",
                "9d000000-2c7f-4e3a-b6d4-7a1f5c8e2b03",
                Duration.ofMinutes(10));
    }

    @Bean
    BrakeSettings brakeSettings() {
        return new BrakeSettings(
                new BrakeSettings.Deletes(5, 500, 2),
                new BrakeSettings.Blocks(10, 200, 10),
                new BrakeSettings.PerClinic(1000, 1000, 100));
    }

    @Bean
    ClinicSettings clinicSettings() {
        return new ClinicSettings(List.of(
                new ClinicSettings.Initial("harbour", "Harbour Clinic", List.of("harbour-clinic.example"), false),
                new ClinicSettings.Initial(
                        "lakeside", "Lakeside Practice", List.of("lakeside-practice.example"), true)));
    }

    @Bean
    DirectoryWorkerSettings workerSettings() {
        return new DirectoryWorkerSettings(false, Duration.ofSeconds(1), Duration.ofSeconds(120), 50);
    }

    @Bean
    GatewaySettings gatewaySettings() {
        return new GatewaySettings(
                false,
                1,
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                Duration.ZERO,
                Duration.ofMinutes(1));
    }

    @Bean
    QuotaSettings quotaSettings() {
        return new QuotaSettings(20, 200, 1800, 150, 9);
    }

    /** Can be switched between tests. */
    public static final class SwitchedMode implements Mode {
        private volatile boolean reportOnly;
        private volatile Set<Workflow> reporting = Set.of();

        /** All workflows, or none. */
        public void reportOnly(boolean on) {
            reportOnly = on;
            reporting = on ? Set.of(Workflow.values()) : Set.of();
        }

        /** These workflows, and no other. */
        public void reportOnly(Workflow... some) {
            reportOnly = false;
            reporting = Set.of(some);
        }

        @Override
        public boolean reportsOnly(@Nullable Workflow workflow) {
            return workflow == null ? reportOnly : reporting.contains(workflow);
        }

        @Override
        public boolean reportsOnly() {
            return reportOnly;
        }
    }

    @Bean
    SwitchedMode mode() {
        return new SwitchedMode();
    }

    @Bean
    org.springframework.beans.factory.InitializingBean seed(
            People people, dev.guestward.clinic.Clinics clinics, Clock clock) {
        return () -> {
            people.replaceAll(
                    Stream.concat(SeedPeople.ALL.stream(), Stream.of(OTHER_OWNER))
                            .toList(),
                    clock.instant());
            clinics.registerInitialClinics();
        };
    }
}
