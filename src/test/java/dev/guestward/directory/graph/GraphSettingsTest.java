package dev.guestward.directory.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.directory.DirectoryAccess.Role;
import java.net.Proxy;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** As whom each role signs in, and which settings stop the start. */
class GraphSettingsTest {
    private static final String APP = "3f6a2c1b-8d4e-4b7a-9c60-51e2d7a9f004";
    private static final String OTHER_APP = "3f6a2c1b-8d4e-4b7a-9c60-51e2d7a9f005";

    @Test
    void whatIsSaidOnceHoldsForEveryRole() {
        GraphSettings settings = settings(Map.of("client-secret", "s3cret"));

        for (Role role : Role.values()) {
            assertThat(settings.identity(role)).isEqualTo(settings.identity(Role.READER));
        }
        assertThat(settings.identity(Role.READER).clientId()).isEqualTo(APP);
    }

    @Test
    void aRoleMayHaveAnApplicationOfItsOwn() {
        GraphSettings settings = settings(Map.of(
                "client-secret", "s3cret",
                "roles.remover.client-id", OTHER_APP,
                "roles.remover.certificate", "/etc/remover.pem"));

        GraphIdentity remover = settings.identity(Role.REMOVER);
        assertThat(remover.clientId()).isEqualTo(OTHER_APP);
        assertThat(remover.clientSecret()).isNull();
        assertThat(remover.certificate()).hasToString("/etc/remover.pem");
        assertThat(settings.identity(Role.BLOCKER)).isEqualTo(settings.identity(Role.READER));
    }

    @Test
    void aRoleMayShareTheProofAndDifferInTheApplication() {
        GraphSettings settings =
                settings(Map.of("federated-token-file", "/var/run/token", "roles.inviter.client-id", OTHER_APP));

        assertThat(settings.identity(Role.INVITER).clientId()).isEqualTo(OTHER_APP);
        assertThat(settings.identity(Role.INVITER).federatedTokenFile()).hasToString("/var/run/token");
    }

    @Test
    void theMachinesOwnIdentityNeedsNoClientId() {
        GraphSettings settings = settings(Map.of("client-id", "", "managed-identity", "true"));

        assertThat(settings.identity(Role.READER).clientId()).isNull();
    }

    @Test
    void theEnvironmentMayNameWhatARoleSignsInAs() {
        Map<String, Object> environment = Map.of(
                "GUESTWARD_GRAPH_TENANTID", "northfield.example",
                "GUESTWARD_GRAPH_CLIENTID", APP,
                "GUESTWARD_GRAPH_CLIENTSECRET", "s3cret",
                "GUESTWARD_GRAPH_PROXY", "",
                "GUESTWARD_GRAPH_CERTIFICATE", "",
                "GUESTWARD_GRAPH_ROLES_REMOVER_CLIENTID", OTHER_APP,
                "GUESTWARD_GRAPH_ROLES_REMOVER_CLIENTSECRET", "other");
        var source =
                ConfigurationPropertySource.from(new SystemEnvironmentPropertySource("systemEnvironment", environment));

        GraphSettings settings =
                new Binder(source).bind("guestward.graph", GraphSettings.class).get();

        assertThat(settings.identity(Role.REMOVER).clientId()).isEqualTo(OTHER_APP);
        assertThat(settings.identity(Role.READER).clientId()).isEqualTo(APP);
        assertThat(settings.proxy()).isNull();
    }

    @Test
    void nothingThatIsPrintedHoldsASecret() {
        GraphSettings settings = settings(Map.of("client-secret", "s3cret", "roles.reader.client-secret", "s3cret"));

        assertThat(settings + " " + settings.identity(Role.READER)).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client-secret= | client-secret, certificate, federated-token-file, managed-identity",
                "client-secret=x;certificate=/y | Only one of these can be set under guestward.graph: client-secret, certificate",
                "client-secret=x;managed-identity=true | client-secret, managed-identity",
                "client-secret=x;client-id= | guestward.graph.client-id is needed",
                "client-secret=x;certificate-password=y | guestward.graph.certificate is needed",
                "client-secret=x;roles.remover.client-id=z | guestward.graph.roles.remover.client-secret is needed",
                "client-secret=x;roles.blocker.client-secret=y;roles.blocker.certificate=/z | under guestward.graph.roles.blocker",
                "client-secret=x;authority=http://login.example | guestward.graph.authority",
                "client-secret=x;proxy=proxy.example | guestward.graph.proxy",
                "client-secret=x;proxy=http://me:pass@proxy.example:3128 | guestward.graph.proxy",
                "client-secret=x;call-timeout=61s | guestward.graph.call-timeout"
            })
    void aWrongSettingStopsTheStartAndIsNamed(String settings, String named) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String setting : settings.split(";", -1)) {
            values.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }

        assertThatThrownBy(() -> settings(values)).rootCause().hasMessageContaining(named);
    }

    @Test
    void aRoleThatDoesNotExistStopsTheStart() {
        assertThatThrownBy(() -> settings(Map.of("client-secret", "x", "roles.deleter.client-secret", "y")))
                .hasStackTraceContaining("guestward.graph.roles");
    }

    @Test
    void theConfiguredProxyIsTheWayOutForHttps() {
        GraphProxy proxy = GraphProxy.of(URI.create("http://proxy.example:3128"), Map.of("NO_PROXY", "*")::get);

        assertThat(proxy.select(URI.create("https://graph.microsoft.com/v1.0")))
                .extracting(Proxy::toString)
                .allMatch(text -> text.contains("proxy.example") && text.contains("3128"));
        assertThat(proxy.select(URI.create("http://169.254.169.254/metadata"))).containsExactly(Proxy.NO_PROXY);
    }

    @Test
    void withoutASettingTheEnvironmentNamesTheProxyAndItsExceptions() {
        GraphProxy proxy = GraphProxy.of(
                null, Map.of("https_proxy", "proxy.example:3128", "NO_PROXY", "localhost, .northfield.example")::get);

        assertThat(proxy.select(URI.create("https://graph.microsoft.com/"))).isNotEqualTo(List.of(Proxy.NO_PROXY));
        assertThat(proxy.select(URI.create("https://graph.northfield.example/")))
                .containsExactly(Proxy.NO_PROXY);
        assertThat(proxy.select(URI.create("https://localhost:8443/"))).containsExactly(Proxy.NO_PROXY);
        assertThat(GraphProxy.of(null, name -> null).select(URI.create("https://graph.microsoft.com/")))
                .containsExactly(Proxy.NO_PROXY);
    }

    private static GraphSettings settings(Map<String, String> changes) {
        Map<String, String> values = new LinkedHashMap<>(Map.of("tenant-id", "northfield.example", "client-id", APP));
        values.putAll(changes);
        return GraphFixture.settings(values);
    }
}
