package dev.guestward.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.Hospital;
import dev.guestward.SilentProxy;
import dev.guestward.directory.Need;
import dev.guestward.directory.graph.AccessFixture;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.simulatedtenant.Seeds;
import dev.guestward.simulatedtenant.SimulatedTenant;
import dev.guestward.simulatedtenant.SimulatedTenantOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the check says of a tenant in each kind of disorder, over the real SDK. */
class AccessCheckTest {
    private static final SimulatedTenant TENANT = SimulatedTenant.start(SimulatedTenantOptions.ephemeral());
    private static final Hospital CONTROL = new Hospital(TENANT.httpUrl(), TENANT.httpUrl());
    private static final String APP = "/_sim/apps/" + Seeds.CLIENT_ID;

    @BeforeEach
    void everythingIsAllowed() {
        CONTROL.tenant("PUT", APP, Map.of("roles", everything(), "enabled", true, "secretExpired", false));
    }

    @AfterEach
    void mend() {
        CONTROL.tenant("PUT", "/_sim/tokens", Map.of("outage", "none"));
        CONTROL.tenant("PUT", "/_sim/faults", List.of());
    }

    @AfterAll
    static void stop() {
        TENANT.close();
    }

    @Test
    void allIsWell() {
        List<Finding> findings = look(Map.of());

        assertThat(findings).extracting(Finding::result).containsOnly(Result.OK);
        assertThat(findings).filteredOn("code", "credential").hasSize(1);
        assertThat(findings)
                .filteredOn("code", "permission")
                .extracting(Finding::subject)
                .containsExactly(Arrays.stream(Need.values()).map(Enum::name).toArray(String[]::new));
        assertThat(text(findings, "connection", "")).contains("localhost").contains("directly");
    }

    @ParameterizedTest
    @EnumSource(Need.class)
    void eachNeedThatIsNotMetIsNamedWithItsPermissions(Need need) {
        Set<String> held = new TreeSet<>(everything());
        need.permissions().forEach(held::remove);
        held.removeIf(
                permission -> need.missingFrom(Set.of(permission)).isEmpty() || permission.endsWith("ReadWrite.All"));
        CONTROL.tenant("PUT", APP, Map.of("roles", held));

        List<Finding> findings = look(Map.of());

        assertThat(result(findings, "permission", need.name()))
                .isEqualTo(need.isRequired() ? Result.BLOCKED : Result.WARNING);
        assertThat(text(findings, "permission", need.name())).contains(need.permissions());
        assertThat(whatToDo(findings, "permission", need.name()))
                .contains(need.permissions())
                .contains(Seeds.CLIENT_ID);
    }

    @Test
    void whatIsLeftOutOnPurposeIsNoWarning() {
        CONTROL.tenant("PUT", APP, Map.of("roles", without("AuditLog.Read.All")));

        assertThat(result(look(Map.of()), "permission", "READ_SIGN_INS")).isEqualTo(Result.WARNING);
        assertThat(result(look(Map.of(), Need.READ_SIGN_INS), "permission", "READ_SIGN_INS"))
                .isEqualTo(Result.OK);
    }

    @Test
    void aPermissionGrantedSinceIsSeenAtTheNextLook() {
        AccessFixture fixture = AccessFixture.of(TENANT, Map.of());
        CONTROL.tenant("PUT", APP, Map.of("roles", without("User.Invite.All", "User.ReadWrite.All")));
        assertThat(result(look(fixture), "permission", "INVITE")).isEqualTo(Result.BLOCKED);

        everythingIsAllowed();

        assertThat(result(look(fixture), "permission", "INVITE")).isEqualTo(Result.OK);
    }

    @Test
    void anExpiredSecretIsNamedWithItsSetting() {
        CONTROL.tenant("PUT", APP, Map.of("secretExpired", true));

        List<Finding> findings = look(Map.of());

        assertThat(result(findings, "credential", "ALL")).isEqualTo(Result.BLOCKED);
        assertThat(text(findings, "credential", "ALL")).contains("has expired", "AADSTS7000222", Seeds.CLIENT_ID);
        assertThat(whatToDo(findings, "credential", "ALL")).contains("guestward.graph.client-secret");
        assertThat(result(findings, "permission", "INVITE")).isEqualTo(Result.UNKNOWN);
        assertThat(result(findings, "connection", "")).isEqualTo(Result.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "client-secret, wrong, AADSTS7000215, guestward.graph.client-secret",
        "client-id, 3f6a0000-0000-4000-8000-000000000000, AADSTS700016, guestward.graph.client-id",
        "tenant-id, 00000000-1111-4000-8000-000000000000, AADSTS90002, guestward.graph.tenant-id"
    })
    void aWrongSettingIsNamed(String setting, String value, String code, String named) {
        List<Finding> findings = look(Map.of(setting, value));

        assertThat(result(findings, "credential", "ALL")).isEqualTo(Result.BLOCKED);
        assertThat(text(findings, "credential", "ALL")).contains(code);
        assertThat(whatToDo(findings, "credential", "ALL")).contains(named);
    }

    @Test
    void aDisabledApplicationIsNamed() {
        CONTROL.tenant("PUT", APP, Map.of("enabled", false));

        assertThat(text(look(Map.of()), "credential", "ALL")).contains("disabled", "AADSTS7000112");
    }

    @Test
    void oneRolesWrongSecretSwitchesOffThatRoleOnly() {
        List<Finding> findings = look(Map.of("roles.blocker.client-secret", "wrong"));

        assertThat(result(findings, "credential", "BLOCKER")).isEqualTo(Result.BLOCKED);
        assertThat(text(findings, "credential", "BLOCKER")).contains("blocking and signing out");
        assertThat(whatToDo(findings, "credential", "BLOCKER"))
                .contains("guestward.graph.roles.blocker.client-secret", "guestward.graph.client-id");
        assertThat(result(findings, "credential", "INVITER")).isEqualTo(Result.OK);
        assertThat(result(findings, "permission", "BLOCK")).isEqualTo(Result.UNKNOWN);
        assertThat(result(findings, "permission", "INVITE")).isEqualTo(Result.OK);
    }

    @Test
    void aClosedProxyIsNamedWithItsSetting() {
        int port = EmbeddedTenant.freePort();

        List<Finding> findings = look(Map.of("proxy", "http://localhost:" + port));

        assertThat(result(findings, "connection", "")).isEqualTo(Result.BLOCKED);
        assertThat(text(findings, "connection", "")).contains("localhost:" + port);
        assertThat(whatToDo(findings, "connection", "")).contains("guestward.graph.proxy");
        assertThat(result(findings, "credential", "ALL")).isEqualTo(Result.UNKNOWN);
    }

    @Test
    void aProxyThatNeverAnswersIsNamedWithinTheTimeOfACall() throws IOException {
        try (SilentProxy proxy = new SilentProxy()) {
            long began = System.nanoTime();

            List<Finding> findings = look(Map.of("proxy", proxy.address(), "call-timeout", "2s"));

            // a token is tried for twice
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
            assertThat(proxy.taken()).isPositive();
            assertThat(result(findings, "connection", "")).isEqualTo(Result.BLOCKED);
            assertThat(text(findings, "connection", ""))
                    .contains("does not answer", "localhost:" + proxy.address().getPort());
            assertThat(whatToDo(findings, "connection", "")).contains("guestward.graph.proxy");
            assertThat(result(findings, "permission", "INVITE")).isEqualTo(Result.UNKNOWN);
        }
    }

    @Test
    void aClosedPortOfTheDirectoryAloneIsNamed() {
        List<Finding> findings = look(Map.of("base-url", "http://localhost:" + EmbeddedTenant.freePort() + "/v1.0"));

        assertThat(result(findings, "connection", "")).isEqualTo(Result.BLOCKED);
        assertThat(result(findings, "credential", "ALL")).isEqualTo(Result.OK);
    }

    @Test
    void anUnknownNameAndAnUntrustedCertificateAreToldApart() {
        assertThat(text(look(Map.of("authority", "https://login.nowhere.example")), "connection", ""))
                .contains("is not found");
        assertThat(text(look(Map.of("truststore", "")), "connection", "")).contains("is not trusted");
    }

    @Test
    void anAuthorityOutOfOrderIsNoFaultOfOurs() {
        CONTROL.tenant("PUT", "/_sim/tokens", Map.of("outage", "503"));

        assertThat(result(look(Map.of()), "credential", "ALL")).isEqualTo(Result.WARNING);
    }

    @Test
    void aDirectoryOutOfOrderIsNoFaultOfOurs() {
        CONTROL.tenant(
                "PUT",
                "/_sim/faults",
                List.of(Map.of("method", "GET", "path", "/users/*", "mode", "before", "status", 503, "times", 9)));

        assertThat(result(look(Map.of()), "connection", "")).isEqualTo(Result.WARNING);
    }

    private static List<Finding> look(Map<String, ?> changes, Need... declined) {
        return look(AccessFixture.of(TENANT, changes), declined);
    }

    private static List<Finding> look(AccessFixture fixture, Need... declined) {
        Set<Need> without = EnumSet.noneOf(Need.class);
        without.addAll(List.of(declined));
        List<Finding> findings = new AccessCheck(
                        fixture.access(),
                        fixture.setup(),
                        fixture.directory(),
                        new ReadinessSettings(without, Duration.ofHours(1)),
                        Clock.systemUTC())
                .look();
        for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
            findings.stream()
                    .flatMap(finding -> Stream.of(finding.text(), finding.whatToDo()))
                    .filter(words -> words != null)
                    .forEach(words ->
                            assertThat(Texts.source().getMessage(words, locale)).doesNotContain("{", "dev.guestward"));
        }
        return findings;
    }

    private static Finding finding(List<Finding> findings, String code, String subject) {
        return findings.stream()
                .filter(finding ->
                        finding.code().equals(code) && finding.subject().equals(subject))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + code + " " + subject + " in " + findings));
    }

    private static Result result(List<Finding> findings, String code, String subject) {
        return finding(findings, code, subject).result();
    }

    private static String text(List<Finding> findings, String code, String subject) {
        return Texts.english(finding(findings, code, subject).text());
    }

    private static String whatToDo(List<Finding> findings, String code, String subject) {
        Words words = finding(findings, code, subject).whatToDo();
        assertThat(words).isNotNull();
        return Texts.english(words);
    }

    /** The narrowest permissions of every need, and nothing wider. */
    private static List<String> everything() {
        return Arrays.stream(Need.values())
                .flatMap(need -> need.permissions().stream())
                .distinct()
                .toList();
    }

    private static List<String> without(String... permissions) {
        List<String> held = new ArrayList<>(everything());
        held.removeAll(List.of(permissions));
        return held;
    }
}
