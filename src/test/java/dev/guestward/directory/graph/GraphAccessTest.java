package dev.guestward.directory.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.Hospital;
import dev.guestward.directory.Answer;
import dev.guestward.directory.DirectoryAccess;
import dev.guestward.directory.DirectoryAccess.Role;
import dev.guestward.directory.DirectoryAccess.Standing;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.SendBy;
import dev.guestward.directory.Trouble;
import dev.guestward.simulatedtenant.AppKey;
import dev.guestward.simulatedtenant.AppRegistration;
import dev.guestward.simulatedtenant.Seeds;
import dev.guestward.simulatedtenant.SimulatedTenant;
import dev.guestward.simulatedtenant.SimulatedTenantOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** How we sign in, and what is said when we cannot. */
class GraphAccessTest {
    private static final AppKey KEY = AppKey.create();
    private static final AppRegistration BLOCKING = app("blocking", "User.EnableDisableAccount.All", "User.Read.All");
    private static final SimulatedTenant TENANT =
            SimulatedTenant.start(SimulatedTenantOptions.ephemeral().withApp(BLOCKING));
    private static final Hospital CONTROL = new Hospital(TENANT.httpUrl(), TENANT.httpUrl());
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final ObjectId BEN = new ObjectId(Seeds.BEN_ORTIZ_ID);

    @AfterAll
    static void stop() {
        TENANT.close();
    }

    @AfterEach
    void calmDown() {
        CONTROL.tenant("PUT", "/_sim/tokens", Map.of("outage", "none"));
    }

    @Test
    void eachRoleActsAsTheApplicationItSignsInAs() {
        GraphSettings settings = settings(Map.of(
                "roles.blocker.client-id",
                BLOCKING.clientId(),
                "roles.blocker.client-secret",
                BLOCKING.clientSecret()));
        GraphClients clients = GraphFixture.clients(settings, Clock.systemUTC());
        GraphGuestDirectory guests = new GraphGuestDirectory(clients, settings);

        assertThat(guests.enableSignIn(BEN, true)).isInstanceOf(Answer.Done.class);
        assertThat(guests.addSponsor(BEN, new ObjectId(Seeds.AMARA_SINGH_ID))).isInstanceOf(Answer.Done.class);

        assertThat(lastAppOf("PATCH", "/users/" + BEN)).isEqualTo(BLOCKING.clientId());
        assertThat(lastAppOf("POST", "/users/" + BEN + "/sponsors/$ref")).isEqualTo(TENANT.clientId());
        assertThat(clients.of(Role.READER)).isSameAs(clients.of(Role.REMOVER));
        assertThat(clients.of(Role.READER)).isNotSameAs(clients.of(Role.BLOCKER));
    }

    @Test
    void theStandingOfEachRoleTellsWhatItsApplicationMay() {
        DirectoryAccess access = access(Map.of(
                "roles.blocker.client-id",
                BLOCKING.clientId(),
                "roles.blocker.client-secret",
                BLOCKING.clientSecret()));

        List<Standing> standings = access.check();

        assertThat(standings).extracting(Standing::role).containsExactly(Role.values());
        assertThat(standings).allSatisfy(standing -> {
            assertThat(standing.trouble()).isNull();
            assertThat(standing.code()).isNull();
            boolean blocker = standing.role() == Role.BLOCKER;
            assertThat(standing.clientId()).isEqualTo(blocker ? BLOCKING.clientId() : TENANT.clientId());
            assertThat(standing.permissions()).isEqualTo(blocker ? BLOCKING.roles() : Seeds.APP_ROLES);
        });
    }

    @Test
    void eachCheckFetchesATokenAnewSoThatANewPermissionShowsAtOnce() {
        DirectoryAccess access = access(Map.of(
                "roles.blocker.client-id",
                BLOCKING.clientId(),
                "roles.blocker.client-secret",
                BLOCKING.clientSecret()));
        access.check();
        try {
            CONTROL.tenant("PUT", "/_sim/apps/" + BLOCKING.clientId(), Map.of("roles", List.of("User.Read.All")));

            assertThat(access.check())
                    .filteredOn(standing -> standing.role() == Role.BLOCKER)
                    .extracting(Standing::permissions)
                    .containsExactly(Set.of("User.Read.All"));
        } finally {
            CONTROL.tenant("PUT", "/_sim/apps/" + BLOCKING.clientId(), Map.of("roles", BLOCKING.roles()));
        }
    }

    @Test
    void aCheckThatFailsLeavesTheTokenInUseThatWorks() {
        GraphSettings settings = settings(Map.of());
        GraphClients clients = GraphFixture.clients(settings, Clock.systemUTC());
        GraphGuestDirectory guests = new GraphGuestDirectory(clients, settings);
        guests.user(BEN);
        CONTROL.tenant("PUT", "/_sim/tokens", Map.of("outage", "503"));

        assertThat(new GraphAccess(clients).check())
                .extracting(Standing::trouble)
                .containsOnly(Trouble.SERVICE);

        assertThat(guests.user(BEN)).isPresent();
    }

    @Test
    void whatTheAuthoritySaysIsToldByItsNumberOnly() {
        String nobody = UUID.randomUUID().toString();

        assertTrouble(Map.of("client-secret", "wrong"), Trouble.CREDENTIAL, "AADSTS7000215");
        assertTrouble(Map.of("client-id", nobody), Trouble.TENANT, "AADSTS700016");
        assertTrouble(Map.of("tenant-id", nobody), Trouble.TENANT, "AADSTS90002");
    }

    @Test
    void anAuthorityThatIsDownIsNoFaultOfTheCredential() {
        for (String outage : List.of("503", "429")) {
            CONTROL.tenant("PUT", "/_sim/tokens", Map.of("outage", outage));

            assertThat(standing(Map.of()).trouble()).isEqualTo(Trouble.SERVICE);
            assertThat(directory(Map.of()).delete(BEN))
                    .isInstanceOfSatisfying(
                            Answer.NotSent.class,
                            notSent -> assertThat(notSent.trouble()).isEqualTo(Trouble.SERVICE));
        }
        CONTROL.tenant("PUT", "/_sim/tokens", Map.of("outage", "cut"));
        assertThat(standing(Map.of()).trouble()).isEqualTo(Trouble.CONNECTION);
    }

    @Test
    void aTokenThatCannotBeReadTellsNothingAndIsNoTrouble() {
        assertThat(GraphAccess.permissions("opaque")).isEmpty();
        assertThat(GraphAccess.permissions("a.%%%.c")).isEmpty();
        assertThat(GraphAccess.permissions("a.bm90IGpzb24.c")).isEmpty();
        assertThat(GraphAccess.permissions("a.eyJyb2xlcyI6ImEifQ.c")).isEmpty();
    }

    @Test
    void aCertificateInAPemFileOpensTheTenant(@TempDir Path directory) throws IOException {
        Path pem = Files.writeString(directory.resolve("guestward.pem"), KEY.pem());
        register();

        assertThat(standing(Map.of("client-secret", "", "certificate", pem)).permissions())
                .isEqualTo(Seeds.APP_ROLES);
        assertThat(directory(Map.of("client-secret", "", "certificate", pem)).user(BEN))
                .isPresent();
    }

    @Test
    void aCertificateBehindAPasswordOpensTheTenant(@TempDir Path directory)
            throws IOException, GeneralSecurityException {
        Path store = pkcs12(directory, "s3cret");
        register();
        Map<String, ?> right = Map.of("client-secret", "", "certificate", store, "certificate-password", "s3cret");
        Map<String, ?> wrong = Map.of("client-secret", "", "certificate", store, "certificate-password", "wrong");

        assertThat(standing(right).permissions()).isEqualTo(Seeds.APP_ROLES);
        assertThatThrownBy(() -> standing(wrong)).hasMessageContaining("certificate-password");
    }

    @Test
    void aCertificateWithoutItsKeyStopsTheStart(@TempDir Path directory) throws IOException {
        Path pem = Files.writeString(directory.resolve("half.pem"), KEY.certificatePem());

        assertThatThrownBy(() -> standing(Map.of("client-secret", "", "certificate", pem)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("guestward.graph");
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aCertificateNearItsEndIsSpokenOfAtStart(CapturedOutput output, @TempDir Path directory) throws IOException {
        Path pem = Files.writeString(directory.resolve("guestward.pem"), KEY.pem());
        Instant end = KEY.certificate().getNotAfter().toInstant();
        GraphSettings settings = settings(Map.of("client-secret", "", "certificate", pem));

        GraphFixture.clients(settings, Clock.fixed(end.minus(Duration.ofDays(31)), ZoneOffset.UTC));
        assertThat(output).doesNotContain("expires at");
        GraphFixture.clients(settings, Clock.fixed(end.minus(Duration.ofDays(29)), ZoneOffset.UTC));
        assertThat(output).contains("expires at " + end);
        GraphFixture.clients(settings, Clock.fixed(end.plusSeconds(1), ZoneOffset.UTC));
        assertThat(output).contains("has expired at " + end);
    }

    @Test
    void aMissingTokenFileIsTheCredentialsTrouble(@TempDir Path directory) {
        assertTrouble(
                Map.of("client-secret", "", "federated-token-file", directory.resolve("token")),
                Trouble.CREDENTIAL,
                "NoSuchFileException");
    }

    @Test
    void tokensAndCallsTakeTheConfiguredProxy() throws IOException {
        try (TunnelProxy proxy = new TunnelProxy()) {
            GraphGuestDirectory guests = directory(Map.of("proxy", proxy.address()));

            assertThat(guests.user(BEN)).isPresent();

            String tenant = TENANT.graphUrl().getAuthority();
            assertThat(proxy.tunnels()).hasSizeGreaterThanOrEqualTo(2).containsOnly(tenant);
        }
    }

    @Test
    void aProxyThatRefusesKeepsEverythingInTheHouse() throws IOException {
        try (TunnelProxy proxy = new TunnelProxy().refusing()) {
            assertThat(directory(Map.of("proxy", proxy.address())).enableSignIn(BEN, true))
                    .isInstanceOfSatisfying(
                            Answer.NotSent.class,
                            notSent -> assertThat(notSent.trouble()).isEqualTo(Trouble.CONNECTION));
        }
    }

    @Test
    void anActIsHeldBackWhenTheTokenTookTooLong() {
        GraphSettings settings = settings(Map.of());
        MovingClock clock = new MovingClock(NOW);
        GraphGuestDirectory guests = new GraphGuestDirectory(
                GraphConfiguration.clients(settings, clock.movedByEachConnection(Duration.ofMinutes(1)), clock),
                settings);
        int before = log().size();

        Answer<ObjectId> answer = SendBy.within(NOW.plusSeconds(30), () -> guests.enableSignIn(BEN, false));

        assertThat(answer).isEqualTo(new Answer.NotSent<>(Trouble.SERVICE, "too-late"));
        assertThat(log()).hasSize(before);
        assertThat(guests.user(BEN).orElseThrow().enabled()).isTrue();
    }

    private static Path pkcs12(Path directory, String password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "guestward", KEY.keys().getPrivate(), password.toCharArray(), new Certificate[] {KEY.certificate()});
        Path file = directory.resolve("guestward.keystore");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
        return file;
    }

    private static void register() {
        CONTROL.tenant(
                "POST", "/_sim/apps/" + TENANT.clientId() + "/certificates", Map.of("pem", KEY.certificatePem()));
    }

    private static void assertTrouble(Map<String, ?> changes, Trouble trouble, String code) {
        assertThat(standing(changes)).satisfies(standing -> {
            assertThat(standing.permissions()).isEmpty();
            assertThat(standing.trouble()).isEqualTo(trouble);
            assertThat(standing.code()).isEqualTo(code);
        });
        assertThat(directory(changes).delete(BEN)).isEqualTo(new Answer.NotSent<>(trouble, code));
    }

    private static Standing standing(Map<String, ?> changes) {
        return access(changes).check().get(0);
    }

    private static DirectoryAccess access(Map<String, ?> changes) {
        return new GraphAccess(GraphFixture.clients(settings(changes), Clock.systemUTC()));
    }

    private static GraphGuestDirectory directory(Map<String, ?> changes) {
        return GraphFixture.directory(TENANT, changes);
    }

    private static GraphSettings settings(Map<String, ?> changes) {
        return GraphFixture.settings(TENANT, changes);
    }

    private static AppRegistration app(String name, String... roles) {
        return new AppRegistration(
                UUID.randomUUID().toString(),
                name + "-secret",
                name,
                UUID.randomUUID().toString(),
                Set.of(roles));
    }

    private static String lastAppOf(String method, String path) {
        return log().stream()
                .filter(entry -> entry.path("method").asText().equals(method))
                .filter(entry -> entry.path("path").asText().endsWith(path))
                .map(entry -> entry.path("app").asText())
                .reduce("nobody", (earlier, later) -> later);
    }

    private static List<JsonNode> log() {
        List<JsonNode> entries = new ArrayList<>();
        CONTROL.tenant("GET", "/_sim/log?after=0", "").json().forEach(entries::add);
        return entries;
    }

    /** Time that passes while connections are made. */
    private static final class MovingClock extends Clock {
        private Instant now;

        MovingClock(Instant now) {
            this.now = now;
        }

        ProxySelector movedByEachConnection(Duration by) {
            return new ProxySelector() {
                @Override
                public List<Proxy> select(URI target) {
                    now = now.plus(by);
                    return List.of(Proxy.NO_PROXY);
                }

                @Override
                public void connectFailed(URI target, SocketAddress address, IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
