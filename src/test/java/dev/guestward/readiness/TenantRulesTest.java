package dev.guestward.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.guestward.GuestwardTest;
import dev.guestward.Hospital;
import dev.guestward.clinic.Clinics;
import dev.guestward.directory.Need;
import dev.guestward.directory.graph.AccessFixture;
import dev.guestward.guest.Grants;
import dev.guestward.guest.Grants.Grant;
import dev.guestward.readiness.TenantRefusals.Refusal;
import dev.guestward.simulatedtenant.Seeds;
import dev.guestward.simulatedtenant.SimulatedTenant;
import dev.guestward.simulatedtenant.SimulatedTenantOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What is said of the tenant's rules for guests as an administrator changes them, over the real SDK. */
@GuestwardTest
class TenantRulesTest {
    private static final SimulatedTenant TENANT = SimulatedTenant.start(SimulatedTenantOptions.ephemeral());
    private static final Hospital CONTROL = new Hospital(TENANT.httpUrl(), TENANT.httpUrl());
    private static final JsonNode SEEDED =
            CONTROL.tenant("GET", "/_sim/policies", "").json();
    private static final String HARBOUR = "harbour-clinic.example";
    private static final String LAKESIDE = "lakeside-practice.example";
    private static final String NORTHGATE = "northgate-surgery.example";
    private static final String GRANT = "health-records";

    @Autowired
    Clinics clinics;

    @Autowired
    Grants grants;

    @BeforeEach
    void begin() {
        // access policies may be read once a second only: more often than that by these tests
        CONTROL.tenant("PUT", "/_sim/quota", Map.of("enforced", false));
        policies(SEEDED);
        allowed(Seeds.APP_ROLES);
        CONTROL.tenant("PUT", "/_sim/faults", List.of());
    }

    @AfterAll
    static void stop() {
        TENANT.close();
    }

    @Test
    void whatTheTenantBeginsWithIsFineButForTheClinicItRefuses() {
        List<Finding> findings = look();

        assertThat(findings)
                .filteredOn(finding -> finding.result() != Result.OK)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.subject()).isEqualTo(Seeds.BLOCKED_DOMAIN);
                    assertThat(finding.result()).isEqualTo(Result.BLOCKED);
                    assertThat(finding.clinic()).isEqualTo("hillcrest");
                });
        assertThat(text(findings, "cross-tenant", LAKESIDE)).contains("second factor from there counts");
        assertThat(text(findings, "cross-tenant", NORTHGATE)).contains("no tenant of its own");
        assertThat(text(findings, "mfa", GRANT)).contains("Health records", "a second factor is asked for");
        assertThat(text(findings, "terms-of-use", GRANT)).contains("no access policy asks");
    }

    @Test
    void nothingIsRefusedByRulesThatNobodyHasRead() {
        policies(Map.of("allowInvitesFrom", "none"));

        assertThat(KnownRefusals.known(rules(Set.of()), HARBOUR)).isEmpty();
    }

    @Test
    void whatTheRulesRefuseIsKnownOnceTheyAreRead() {
        assertThat(refused(HARBOUR)).isEmpty();
        assertThat(refused(Seeds.BLOCKED_DOMAIN)).contains(Refusal.DOMAIN);

        policies(Map.of("crossTenantDefault", rule("blocked", "AllUsers", "allowed", "AllApplications")));
        assertThat(refused(HARBOUR)).contains(Refusal.HOME_TENANT);
        assertThat(refused(NORTHGATE)).as("has no tenant").isEmpty();
        assertThat(refused("nobodys-clinic.example")).as("nobody looked").isEmpty();

        policies(Map.of("allowInvitesFrom", "none"));
        assertThat(refused(NORTHGATE)).contains(Refusal.NOBODY_INVITES);
    }

    @Test
    void rulesThatMayNotBeReadRefuseNobody() {
        policies(Map.of("crossTenantDefault", rule("blocked", "AllUsers", "allowed", "AllApplications")));
        allowedWithout("Policy.Read.All");
        assertThat(refused(HARBOUR)).isEmpty();

        allowedWithout("Policy.Read.B2BManagementPolicy");
        assertThat(refused(Seeds.BLOCKED_DOMAIN)).isNotEqualTo(Optional.of(Refusal.DOMAIN));
    }

    @ParameterizedTest
    @CsvSource({"none, BLOCKED", "adminsAndGuestInviters, OK", "adminsGuestInvitersAndAllMembers, OK", "everyone, OK"})
    void whoMayInviteIsTold(String rule, Result result) {
        policies(Map.of("allowInvitesFrom", rule));

        assertThat(result(look(), "invites-from", "")).isEqualTo(result);
    }

    @Test
    void whereOnlyInvitersMayInviteAWiderPermissionDoesNotDo() {
        policies(Map.of("allowInvitesFrom", "adminsAndGuestInviters"));
        allowedWithout("User.Invite.All");

        Finding finding = finding(look(), "invites-from", "");

        assertThat(finding.result()).isEqualTo(Result.BLOCKED);
        assertThat(Texts.english(Objects.requireNonNull(finding.whatToDo()))).contains("User.Invite.All");
    }

    @ParameterizedTest
    @CsvSource({
        "a0b1b346-4d3e-4e8b-98f8-753987be4970, WARNING",
        "10dae51f-b6af-4016-8d66-8c2a99b929b3, OK",
        "2af84b1e-32c8-42b7-82bc-daa82404023b, OK",
        "2af84b1e-0000-4000-8000-daa82404023b, UNKNOWN"
    })
    void whatGuestsMaySeeIsTold(String role, Result result) {
        policies(Map.of("guestUserRoleId", role));

        assertThat(result(look(), "guest-role", "")).isEqualTo(result);
    }

    @Test
    void aDefaultThatLetsNobodyInConcernsAllWhoHaveATenantAndNoRuleOfTheirOwn() {
        policies(Map.of("crossTenantDefault", rule("blocked", "AllUsers", "allowed", "AllApplications")));

        List<Finding> findings = look();

        assertThat(result(findings, "cross-tenant", HARBOUR)).isEqualTo(Result.BLOCKED);
        assertThat(text(findings, "cross-tenant", HARBOUR)).contains("there is no rule for");
        assertThat(result(findings, "cross-tenant", LAKESIDE))
                .as("its rule leaves this open")
                .isEqualTo(Result.BLOCKED);
        assertThat(result(findings, "cross-tenant", NORTHGATE)).isEqualTo(Result.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "blocked, AllUsers, allowed, AllApplications, BLOCKED, lets nobody in",
        "allowed, 9d000000-2c7f-4e3a-b6d4-7a1f5c8e2b04, allowed, AllApplications, WARNING, only some people",
        "blocked, 9d000000-2c7f-4e3a-b6d4-7a1f5c8e2b04, allowed, AllApplications, WARNING, only some people",
        "allowed, AllUsers, blocked, AllApplications, BLOCKED, away from Health records",
        "allowed, AllUsers, blocked, " + Seeds.HEALTH_RECORDS_APP_ID + ", BLOCKED, away from Health records",
        "allowed, AllUsers, allowed, 9d000000-2c7f-4e3a-b6d4-7a1f5c8e2b04, BLOCKED, away from Health records",
        "allowed, AllUsers, allowed, " + Seeds.HEALTH_RECORDS_APP_ID + ", OK, may be invited",
        "allowed, AllUsers, allowed, AllApplications, OK, may be invited"
    })
    void theRuleForAClinicsTenantIsTold(
            String people, String who, String applications, String which, Result result, String said) {
        policies(Map.of("partners", Map.of(Seeds.HARBOUR_CLINIC_TENANT_ID, rule(people, who, applications, which))));

        List<Finding> findings = look();

        assertThat(result(findings, "cross-tenant", HARBOUR)).isEqualTo(result);
        assertThat(text(findings, "cross-tenant", HARBOUR)).contains("Harbour Clinic", said);
        assertThat(finding(findings, "cross-tenant", HARBOUR).clinic()).isEqualTo("harbour");
        assertThat(result(findings, "cross-tenant", LAKESIDE)).isEqualTo(Result.OK);
    }

    @Test
    void whichApplicationsAreLetInCannotBeToldOfOneThatIsNotNamed() {
        policies(Map.of(
                "partners",
                Map.of(
                        Seeds.HARBOUR_CLINIC_TENANT_ID,
                        rule("allowed", "AllUsers", "allowed", Seeds.HEALTH_RECORDS_APP_ID))));

        assertThat(result(look(unnamed(), Set.of()), "cross-tenant", HARBOUR)).isEqualTo(Result.UNKNOWN);
    }

    @Test
    void domainsThatMayNotBeInvitedFromAreTold() {
        policies(Map.of("denyDomains", List.of(HARBOUR)));
        List<Finding> denied = look();
        assertThat(result(denied, "domain", HARBOUR)).isEqualTo(Result.BLOCKED);
        assertThat(text(denied, "domain", HARBOUR)).contains("refuses");
        assertThat(result(denied, "domain", LAKESIDE)).isEqualTo(Result.OK);

        policies(Map.of("allowDomains", List.of(HARBOUR)));
        List<Finding> only = look();
        assertThat(result(only, "domain", HARBOUR)).isEqualTo(Result.OK);
        assertThat(result(only, "domain", LAKESIDE)).isEqualTo(Result.BLOCKED);
        assertThat(text(only, "domain", LAKESIDE)).contains("not among the only domains");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/state | \"enabledForReportingButNotEnforced\" | WARNING",
                "/state | \"disabled\" | WARNING",
                "/conditions/applications/includeApplications | [\"All\"] | OK",
                "/conditions/applications/includeApplications | [\"9d000000-2c7f-4e3a-b6d4-7a1f5c8e2b04\"] | WARNING",
                "/conditions/applications/excludeApplications | [\"" + Seeds.HEALTH_RECORDS_APP_ID + "\"] | WARNING",
                "/conditions/users/excludeUsers | [\"GuestsOrExternalUsers\"] | WARNING",
                "/conditions/users/excludeGroups | [\"" + Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID + "\"] | WARNING",
                "/grantControls/builtInControls | [\"mfa\",\"compliantDevice\"] | WARNING",
                "/grantControls/builtInControls | [\"compliantDevice\"] | WARNING",
                "/grantControls/builtInControls | [\"block\"] | BLOCKED",
                "/grantControls/operator | \"AND\" | OK"
            })
    void whetherASecondFactorIsAskedForIsTold(String where, String what, Result result) throws Exception {
        policies(Map.of("conditionalAccess", List.of(changed(where, what))));

        assertThat(result(look(), "mfa", GRANT)).isEqualTo(result);
    }

    @Test
    void aPolicyForGuestsOfOneTenantIsToldOfThatClinicAlone() throws Exception {
        JsonNode policy = changed("/conditions/users/includeGuestsOrExternalUsers/externalTenants", """
                {"@odata.type": "#microsoft.graph.conditionalAccessEnumeratedExternalTenants",
                 "membershipKind": "enumerated", "members": ["%s"]}""".formatted(
                        Seeds.HARBOUR_CLINIC_TENANT_ID));
        policies(Map.of("conditionalAccess", List.of(policy)));

        List<Finding> findings =
                look().stream().filter(finding -> finding.code().equals("mfa")).toList();

        assertThat(findings)
                .filteredOn(finding -> "harbour".equals(finding.clinic()))
                .extracting(Finding::result)
                .containsExactly(Result.OK);
        assertThat(findings)
                .filteredOn(finding -> "lakeside".equals(finding.clinic()))
                .extracting(Finding::result)
                .containsExactly(Result.WARNING);
    }

    @Test
    void aSecondFactorCannotBeToldOfAnApplicationThatIsNotNamed() {
        List<Finding> findings = look(unnamed(), Set.of());

        assertThat(result(findings, "mfa", GRANT)).isEqualTo(Result.UNKNOWN);
        assertThat(result(findings, "terms-of-use", GRANT)).isEqualTo(Result.UNKNOWN);
        assertThat(Texts.english(
                        Objects.requireNonNull(finding(findings, "mfa", GRANT).whatToDo())))
                .contains("guestward.grants.health-records.application-id");
    }

    @Test
    void termsOfUseAreToldAsFarAsTheyCanBeSeen() throws Exception {
        policies(Map.of("conditionalAccess", List.of(changed("/grantControls/termsOfUse", "[\"a1\"]"))));

        assertThat(text(look(), "terms-of-use", GRANT))
                .contains("ask guests to accept terms of use", "Guests of Health Records need a second factor");
    }

    @ParameterizedTest
    @CsvSource({
        "Policy.Read.All, READ_POLICIES, invites-from",
        "Policy.Read.All, READ_POLICIES, guest-role",
        "Policy.Read.All, READ_POLICIES, cross-tenant",
        "Policy.Read.All, READ_POLICIES, mfa",
        "Policy.Read.All, READ_POLICIES, terms-of-use",
        "Policy.Read.B2BManagementPolicy, READ_DOMAIN_LISTS, domain",
        "CrossTenantInformation.ReadBasic.All, FIND_TENANTS, home-tenant"
    })
    void whatMayNotBeReadIsUnknownWithItsPermissionUnlessItIsNotWanted(String permission, Need need, String code) {
        allowedWithout(permission);

        List<Finding> findings = look();
        assertThat(findings)
                .filteredOn(finding -> finding.code().equals(code))
                .extracting(Finding::result)
                .containsOnlyOnce(Result.UNKNOWN);
        Finding finding = finding(findings, code, "");
        assertThat(Texts.english(finding.text())).contains(permission);
        assertThat(Texts.english(Objects.requireNonNull(finding.whatToDo()))).contains(permission, need.name());

        assertThat(look(grants, Set.of(need)))
                .noneMatch(other -> other.code().equals(code) && other.result() == Result.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"invites-from", "guest-role", "cross-tenant", "mfa", "terms-of-use", "domain"})
    void whatTheDirectoryDoesNotAnswerIsUnknown(String code) {
        CONTROL.tenant(
                "PUT",
                "/_sim/faults",
                Stream.of("/policies/*", "/policies/*/*", "/beta/policies/*", "/identity/conditionalAccess/*")
                        .map(path -> Map.of("method", "GET", "path", path, "mode", "before", "status", 503, "times", 9))
                        .toList());

        Finding finding = finding(look(), code, "");
        assertThat(finding.result()).isEqualTo(Result.UNKNOWN);
        assertThat(Texts.english(finding.text())).contains("503");
    }

    private List<Finding> look() {
        return look(grants, Set.of());
    }

    private Optional<Refusal> refused(String domain) {
        TenantRules rules = rules(Set.of());
        rules.collaboration();
        new ClinicsCheck(rules, clinics, grants, new ReadinessSettings(Set.of(), Duration.ofHours(1))).look();
        return KnownRefusals.known(rules, domain);
    }

    private static TenantRules rules(Set<Need> declined) {
        return new TenantRules(
                AccessFixture.of(TENANT, Map.of()).tenant(),
                new ReadinessSettings(declined, Duration.ofHours(1)),
                Clock.systemUTC());
    }

    private List<Finding> look(Grants given, Set<Need> declined) {
        AccessFixture fixture = AccessFixture.of(TENANT, Map.of());
        ReadinessSettings settings = new ReadinessSettings(declined, Duration.ofHours(1));
        TenantRules rules = new TenantRules(fixture.tenant(), settings, Clock.systemUTC());
        List<Finding> findings = Stream.of(
                        new InvitesCheck(rules, fixture.access(), settings),
                        new ClinicsCheck(rules, clinics, given, settings),
                        new AccessPoliciesCheck(rules, clinics, given, settings))
                .flatMap(check -> check.look().stream())
                .toList();
        for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
            findings.stream()
                    .flatMap(finding -> Stream.of(finding.text(), finding.whatToDo()))
                    .filter(Objects::nonNull)
                    .forEach(words -> assertThat(Texts.source().getMessage(words, locale))
                            .as("clinics of other tests may be named as oddly as they like")
                            .doesNotContainPattern("\\{\\d[,}]|dev\\.guestward"));
        }
        return findings;
    }

    private Grants unnamed() {
        Grant grant = grants.find(GRANT).orElseThrow();
        return new Grants(Map.of(GRANT, new Grant(grant.name(), grant.groupId(), null)));
    }

    private static Map<String, Object> rule(String people, String who, String applications, String which) {
        return Map.of(
                "b2bCollaborationInbound",
                Map.of(
                        "usersAndGroups", Map.of("accessType", people, "targets", targets(who, "user")),
                        "applications", Map.of("accessType", applications, "targets", targets(which, "application"))));
    }

    private static List<Map<String, String>> targets(String target, String type) {
        return List.of(Map.of("target", target, "targetType", type));
    }

    /** The seeded access policy with one change. */
    private static JsonNode changed(String where, String what) throws Exception {
        ObjectNode policy =
                ((ArrayNode) SEEDED.path("conditionalAccess")).get(0).deepCopy();
        int slash = where.lastIndexOf('/');
        ((ObjectNode) policy.at(where.substring(0, slash)))
                .set(where.substring(slash + 1), new com.fasterxml.jackson.databind.ObjectMapper().readTree(what));
        return policy;
    }

    private static void policies(Object changes) {
        Hospital.Reply reply = CONTROL.tenant("PUT", "/_sim/policies", changes);
        assertThat(reply.status()).as(reply.text()).isLessThan(300);
    }

    private static void allowed(Set<String> permissions) {
        CONTROL.tenant("PUT", "/_sim/apps/" + Seeds.CLIENT_ID, Map.of("roles", List.copyOf(permissions)));
    }

    private static void allowedWithout(String permission) {
        Set<String> fewer = new TreeSet<>(Seeds.APP_ROLES);
        fewer.remove(permission);
        allowed(fewer);
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
}
