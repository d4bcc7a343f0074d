package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class DeltaTest extends RunningTenant {
    private static final String MAIL = "m.okafor@harbour-clinic.example";
    private static final String GUESTS = "/groups/" + Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID;

    @Override
    SimulatedTenantOptions options() {
        return super.options().withDeltaPageSize(4);
    }

    @Test
    void aDeltaPageHasEitherANextLinkOrADeltaLink() {
        var pages = new ArrayList<JsonNode>();
        var page = client.graph("GET", "/users/delta()?%24select=id,displayName", "")
                .json();
        while (page.has("@odata.nextLink")) {
            assertThat(page.has("@odata.deltaLink")).isFalse();
            pages.add(page);
            page = follow(page.path("@odata.nextLink").asText());
        }
        pages.add(page);

        assertThat(pages).hasSize(2);
        assertThat(page.has("@odata.deltaLink")).isTrue();
        assertThat(pages.stream().mapToInt(one -> one.path("value").size()).sum())
                .isEqualTo(8);
    }

    @Test
    void aChangeOfUnselectedPropertiesDoesNotSurface() {
        var id = client.inviteId(MAIL);
        var delta = lastDeltaLink("/users/delta?$select=id,accountEnabled");

        client.graph("PATCH", "/users/" + id, "{\"jobTitle\":\"Nurse\"}");
        assertThat(follow(delta).path("value")).isEmpty();

        client.graph("PATCH", "/users/" + id, "{\"accountEnabled\":false}");
        assertThat(follow(delta).path("value")).hasSize(1);
    }

    @Test
    void tombstonesTellSoftDeletionFromPurging() {
        var id = client.inviteId(MAIL);
        var delta = deltaLink("/users/delta?$deltatoken=latest");

        client.graph("DELETE", "/users/" + id, "");
        assertThat(follow(delta)
                        .path("value")
                        .path(0)
                        .path("@removed")
                        .path("reason")
                        .asText())
                .isEqualTo("changed");

        client.sim("POST", "/clock", "{\"by\":\"P5D\"}");
        var later = follow(delta).path("@odata.deltaLink").asText();
        client.sim("POST", "/clock", "{\"by\":\"P6D\"}");
        var latest = follow(later).path("@odata.deltaLink").asText();
        client.graph("DELETE", "/directory/deletedItems/" + id, "");
        assertThat(follow(latest)
                        .path("value")
                        .path(0)
                        .path("@removed")
                        .path("reason")
                        .asText())
                .isEqualTo("deleted");
    }

    @Test
    void aDeltaTokenDiesAfterAWeek() {
        var delta = deltaLink("/users/delta?$deltatoken=latest");

        client.sim("POST", "/clock", "{\"by\":\"P8D\"}");

        assertThat(follow(delta).path("error").path("code").asText()).isEqualTo("syncStateNotFound");
    }

    @Test
    void aGroupsDeltaNamesWhoCameAndWent() {
        var id = client.inviteId(MAIL);
        var delta = lastDeltaLink("/groups/delta?$select=displayName,members");

        client.graph("POST", GUESTS + "/members/$ref", reference(id));
        var came = follow(delta);
        client.graph("DELETE", GUESTS + "/members/" + id + "/$ref", "");
        var went = follow(came.path("@odata.deltaLink").asText());

        assertThat(came.path("value")
                        .path(0)
                        .path("members@delta")
                        .path(0)
                        .path("id")
                        .asText())
                .isEqualTo(id);
        assertThat(went.path("value")
                        .path(0)
                        .path("members@delta")
                        .path(0)
                        .path("@removed")
                        .path("reason")
                        .asText())
                .isEqualTo("deleted");
    }

    private JsonNode follow(String link) {
        return client.graph("GET", link.substring(tenant.graphUrl().toString().length()), "")
                .json();
    }

    private String deltaLink(String path) {
        return client.graph("GET", path, "").json().path("@odata.deltaLink").asText();
    }

    private String lastDeltaLink(String path) {
        var page = client.graph("GET", path, "").json();
        while (page.has("@odata.nextLink")) {
            page = follow(page.path("@odata.nextLink").asText());
        }
        return page.path("@odata.deltaLink").asText();
    }

    private static String link(String id) {
        return "https://graph.microsoft.com/v1.0/directoryObjects/" + id;
    }

    private static String reference(String id) {
        return Json.object().put("@odata.id", link(id)).toString();
    }
}
