package dev.guestward.directory.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.guestward.Hospital;
import dev.guestward.directory.DirectoryAccess.Role;
import dev.guestward.directory.DirectoryAccess.Standing;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.Trouble;
import dev.guestward.simulatedtenant.AppKey;
import dev.guestward.simulatedtenant.Seeds;
import dev.guestward.simulatedtenant.SimulatedTenant;
import dev.guestward.simulatedtenant.SimulatedTenantOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in with what the platform gives: the token of a workload, or the identity of the machine. */
class PlatformIdentityTest {
    private static final AppKey CLUSTER_KEY = AppKey.create();
    private static final String CLUSTER = "https://cluster.northfield.example";
    private static final String SUBJECT = "system:serviceaccount:guestward:server";
    private static final SimulatedTenant TENANT = SimulatedTenant.start(SimulatedTenantOptions.ephemeral());
    private static final ObjectId BEN = new ObjectId(Seeds.BEN_ORTIZ_ID);

    @TempDir
    Path directory = Path.of("");

    @BeforeAll
    static void trustTheCluster() {
        Hospital.Reply reply = new Hospital(TENANT.httpUrl(), TENANT.httpUrl())
                .tenant(
                        "POST",
                        "/_sim/apps/" + TENANT.clientId() + "/federatedCredentials",
                        Map.of("issuer", CLUSTER, "subject", SUBJECT));
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        TENANT.close();
    }

    @Test
    void theTokenFileOfAWorkloadSignsIn() throws Exception {
        GraphSettings settings = federated(SUBJECT);
        GraphClients clients = GraphFixture.clients(settings, Clock.systemUTC());

        assertThat(new GraphAccess(clients).check()).allSatisfy(standing -> {
            assertThat(standing.trouble()).isNull();
            assertThat(standing.permissions()).isEqualTo(Seeds.APP_ROLES);
        });
        assertThat(new GraphGuestDirectory(clients, settings).user(BEN)).isPresent();
    }

    @Test
    void aTokenFileThatThePlatformHasFilledAnewIsReadAnew() throws Exception {
        GraphSettings settings = federated("system:serviceaccount:other:server");
        GraphAccess access = new GraphAccess(GraphFixture.clients(settings, Clock.systemUTC()));
        Standing refused = access.check().get(0);
        assertThat(refused.trouble()).isEqualTo(Trouble.CREDENTIAL);
        assertThat(refused.code()).isEqualTo("AADSTS700213");

        federated(SUBJECT);

        assertThat(access.check().get(0).trouble()).isNull();
    }

    @Test
    void theIdentityOfTheMachineSignsIn() throws Exception {
        List<HttpExchange> asked = new CopyOnWriteArrayList<>();
        String token = GraphFixture.clients(GraphFixture.settings(TENANT, Map.of()), Clock.systemUTC())
                .of(Role.READER)
                .credential()
                .renew()
                .getToken();
        HttpServer platform = platform(
                asked, """
                {"access_token":"%s","expires_on":"%d","resource":"https://graph.microsoft.com","token_type":"Bearer"}""".formatted(token, Instant.now().plusSeconds(3600).getEpochSecond()));
        try {
            String output = signIn(platform);

            assertThat(output).contains("trouble=null", "User.Invite.All", "found=true");
        } finally {
            platform.stop(0);
        }
        assertThat(asked).isNotEmpty().allSatisfy(call -> {
            assertThat(call.getRequestHeaders().getFirst("X-IDENTITY-HEADER")).isEqualTo("the-platforms-secret");
            assertThat(call.getRequestURI().getQuery()).contains("resource=https://graph.microsoft.com");
        });
    }

    /** In a virtual machine of its own, whose environment names the platform's endpoint. */
    private String signIn(HttpServer platform) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ManagedIdentitySignIn.class.getName(),
                "base-url=" + TENANT.graphUrl(),
                "authority=" + TENANT.authority(),
                "tenant-id=" + TENANT.tenantId(),
                "truststore=" + TENANT.trustStore(),
                "managed-identity=true",
                "user=" + BEN));
        Path output = directory.resolve("output");
        ProcessBuilder child =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        child.environment()
                .put(
                        "IDENTITY_ENDPOINT",
                        "http://localhost:" + platform.getAddress().getPort() + "/msi/token");
        child.environment().put("IDENTITY_HEADER", "the-platforms-secret");
        Process process = child.start();
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }

    private static HttpServer platform(List<HttpExchange> asked, String answer) throws IOException {
        HttpServer platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        platform.createContext("/msi/token", call -> {
            asked.add(call);
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().set("Content-Type", "application/json");
            call.sendResponseHeaders(200, bytes.length);
            call.getResponseBody().write(bytes);
            call.close();
        });
        platform.start();
        return platform;
    }

    private GraphSettings federated(String subject) throws IOException, JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.RS256),
                new JWTClaimsSet.Builder()
                        .issuer(CLUSTER)
                        .subject(subject)
                        .audience("api://AzureADTokenExchange")
                        .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                        .build());
        token.sign(new RSASSASigner(CLUSTER_KEY.keys().getPrivate()));
        Path file = Files.writeString(directory.resolve("token"), Objects.requireNonNull(token.serialize()));
        return GraphFixture.settings(TENANT, Map.of("client-secret", "", "federated-token-file", file));
    }
}
