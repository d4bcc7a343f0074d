package dev.guestward.platform.security;

import static dev.guestward.platform.HttpSession.location;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.GuestwardApplication;
import dev.guestward.embedded.EmbeddedServices;
import dev.guestward.embedded.EmbeddedTenant;
import dev.guestward.embedded.Node;
import dev.guestward.platform.HttpSession;
import dev.guestward.simulatedtenant.SimulatedTenant;
import dev.guestward.simulatedtenant.SimulatedTenantOptions;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sign-in with Entra while Entra is away. The cure for a product that does not start then is {@link Registrations}. */
class OrganisationSignInTest {
    private static final String NOBODY = "http://localhost:1/7e4a0000-0000-4000-8000-000000000001/v2.0";

    @Test
    void theProductStartsAndSaysSoWhenTheIssuerIsDown() {
        Map<String, Object> settings = new HashMap<>();
        EmbeddedServices.point(settings, EmbeddedServices.database().create());
        settings.put("spring.kafka.bootstrap-servers", EmbeddedServices.broker().getBrokersAsString());
        settings.put("spring.security.oauth2.client.provider.entra.issuer-uri", NOBODY);
        settings.put("spring.security.oauth2.client.registration.entra.client-id", "guestward");
        settings.put("spring.security.oauth2.client.registration.entra.client-secret", "secret");
        settings.put("spring.security.oauth2.client.registration.entra.scope", "openid,profile");
        settings.put("guestward.sign-in.organisation", "Northfield");
        settings.put("guestward.sign-in.contact", "the guest desk, extension 1234");
        try (SimulatedTenant tenant = SimulatedTenant.start(SimulatedTenantOptions.ephemeral());
                Node node = Node.start(GuestwardApplication.class, elsewhere(settings, tenant))) {
            HttpSession session = HttpSession.anonymous(node.port());

            HttpResponse<String> page = session.get("/login");
            assertThat(page.body()).contains("Northfield", "/oauth2/authorization/entra");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .endsWith("form-action 'self' http://localhost:1");
            assertThat(location(session.get("/oauth2/authorization/entra"))).endsWith("/login?problem=unavailable");
            assertThat(session.get("/login?problem=unavailable").body()).contains("the guest desk, extension 1234");

            HttpResponse<String> call = session.send(
                    session.request("/v3/api-docs").header("Authorization", "Bearer eyJhbGciOiJSUzI1NiJ9.e30.x"));
            assertThat(call.statusCode()).isEqualTo(503);
            assertThat(call.headers().firstValue("Retry-After")).isPresent();
            assertThat(session.get("/v3/api-docs").headers().allValues("WWW-Authenticate"))
                    .contains("Bearer");
        }
    }

    /** The directory is there; only who signs people in is not. */
    private static Map<String, Object> elsewhere(Map<String, Object> settings, SimulatedTenant tenant) {
        Map<String, Object> all = new HashMap<>();
        EmbeddedTenant.point(all, tenant, EmbeddedTenant.freePort());
        all.putAll(settings);
        return all;
    }
}
