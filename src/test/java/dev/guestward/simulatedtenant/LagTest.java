package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** The tenant's clock stands still unless it is stepped. */
class LagTest extends RunningTenant {
    private static final String MAIL = "m.okafor@harbour-clinic.example";
    private static final String AMARA = "/users/" + Seeds.AMARA_SINGH_ID;
    private static final String GUESTS = "/groups/" + Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID;

    @Override
    SimulatedTenantOptions options() {
        return super.options().withClock(Clock.fixed(Instant.parse("2026-11-21T08:00:00Z"), ZoneOffset.UTC));
    }

    @Test
    void aNewGuestBecomesVisibleFirstThenListedThenKnownToDelta() {
        var delta = client.graph("GET", "/users/delta?$deltatoken=latest", "")
                .json()
                .path("@odata.deltaLink")
                .asText();
        lag("{\"visibilityMillis\":10000,\"listMillis\":20000,\"deltaMillis\":30000}");
        var id = client.inviteId(MAIL);

        assertThat(client.graph("GET", "/users/" + id, "").status()).isEqualTo(404);
        assertThat(addToGuests(id)).isEqualTo(400);
        step(10);
        assertThat(client.graph("GET", "/users/" + id, "").status()).isEqualTo(200);
        assertThat(addToGuests(id)).isEqualTo(204);
        assertThat(listed()).isEmpty();
        assertThat(client.graph("GET", GUESTS + "/members", "").json().path("value"))
                .isEmpty();
        step(10);
        assertThat(listed()).hasSize(1);
        assertThat(client.graph("GET", GUESTS + "/members", "").json().path("value"))
                .hasSize(1);
        assertThat(follow(delta).path("value")).isEmpty();
        step(10);
        assertThat(follow(delta).path("value")).hasSize(1);
    }

    @Test
    void aRestoredGuestIsAsUnknownAsANewOne() {
        var id = client.inviteId(MAIL);
        client.graph("DELETE", "/users/" + id, "");
        lag("{\"visibilityMillis\":10000}");
        client.graph("POST", "/directory/deletedItems/" + id + "/restore", "");

        assertThat(client.graph("GET", "/users/" + id, "").status()).isEqualTo(404);
        assertThat(client.graph("GET", "/directory/deletedItems/" + id, "").status())
                .isEqualTo(404);
        assertThat(client.graph("PATCH", "/users/" + id, "{\"accountEnabled\":true}")
                        .status())
                .isEqualTo(404);
        assertThat(addToGuests(id)).isEqualTo(400);
        step(10);
        assertThat(client.graph("GET", "/users/" + id, "").status()).isEqualTo(200);
        assertThat(addToGuests(id)).isEqualTo(204);
    }

    @Test
    void aDeltaThatLagsTellsTheChangeLaterAndLosesNothing() {
        var delta = client.graph("GET", "/users/delta?$deltatoken=latest&$select=id,jobTitle", "")
                .json()
                .path("@odata.deltaLink")
                .asText();
        lag("{\"deltaMillis\":5000}");
        client.graph("PATCH", AMARA, "{\"jobTitle\":\"Retired\"}");

        var early = follow(delta);
        step(5);

        assertThat(early.path("value")).isEmpty();
        assertThat(follow(early.path("@odata.deltaLink").asText()).path("value"))
                .hasSize(1);
    }

    @Test
    void readsAreStaleForAWhile() {
        lag("{\"staleReadMillis\":5000}");
        client.graph("PATCH", AMARA, "{\"jobTitle\":\"Retired\"}");

        assertThat(jobTitle()).isEqualTo("Consultant");
        step(5);
        assertThat(jobTitle()).isEqualTo("Retired");
    }

    @Test
    void onlyAShareLagsIfToldSo() {
        lag("{\"visibilityMillis\":10000,\"share\":0}");

        assertThat(client.graph("GET", "/users/" + client.inviteId(MAIL), "").status())
                .isEqualTo(200);
    }

    @Test
    void whatIsNotNamedStaysAndWhatIsWrongIsNamed() {
        lag("{\"visibilityMillis\":10000}");
        lag("{\"listMillis\":20000}");

        assertThat(client.sim("PUT", "/lag", "{\"deltaMillis\":-1}").text()).contains("deltaMillis");
        assertThat(client.sim("GET", "/lag", "").text())
                .isEqualTo(new Lag(10_000, 20_000, 0, 0, 1).toJson().toString());
    }

    private void lag(String lag) {
        assertThat(client.sim("PUT", "/lag", lag).status()).isEqualTo(200);
    }

    private int addToGuests(String id) {
        return client.graph(
                        "POST",
                        GUESTS + "/members/$ref",
                        "{\"@odata.id\":\"https://graph.microsoft.com/v1.0/directoryObjects/" + id + "\"}")
                .status();
    }

    private JsonNode listed() {
        return client.graph("GET", "/users?$filter=mail%20eq%20%27" + MAIL + "%27", "")
                .json()
                .path("value");
    }

    private void step(int seconds) {
        client.sim("POST", "/clock", "{\"by\":\"PT" + seconds + "S\"}");
    }

    private JsonNode follow(String link) {
        return client.graph("GET", link.substring(tenant.graphUrl().toString().length()), "")
                .json();
    }

    private String jobTitle() {
        return client.graph("GET", AMARA, "").json().path("jobTitle").asText();
    }
}
