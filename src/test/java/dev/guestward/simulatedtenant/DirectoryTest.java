package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class DirectoryTest extends RunningTenant {
    private static final String MAIL = "m.okafor@harbour-clinic.example";
    private static final String GUESTS = "/groups/" + Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID;

    @Test
    void aNewGuestIsInvisibleUntilTheReplicasCaughtUp() {
        client.sim("PUT", "/lag", "{\"visibilityMillis\":60000}");
        var delta = deltaLink("/users/delta?$deltatoken=latest");
        var id = client.inviteId(MAIL);

        assertThat(client.graph("GET", "/users/" + id, "").status()).isEqualTo(404);
        assertThat(client.graph("GET", "/users/" + id, "").code()).isEqualTo("Request_ResourceNotFound");
        assertThat(client.graph("POST", GUESTS + "/members/$ref", reference(id)).status())
                .isEqualTo(400);
        assertThat(follow(delta).path("value")).isEmpty();

        client.sim("POST", "/clock", "{\"by\":\"PT1M\"}");

        assertThat(client.graph("GET", "/users/" + id, "").status()).isEqualTo(200);
        assertThat(client.graph("POST", GUESTS + "/members/$ref", reference(id)).status())
                .isEqualTo(204);
        assertThat(follow(delta).path("value").path(0).path("id").asText()).isEqualTo(id);
    }

    @Test
    void addingAMemberTwiceIsABadRequest() {
        var id = client.inviteId(MAIL);
        client.graph("POST", GUESTS + "/members/$ref", reference(id));

        var again = client.graph("POST", GUESTS + "/members/$ref", reference(id));

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.code()).isEqualTo("Request_BadRequest");
        assertThat(again.json().path("error").path("message").asText()).contains("'members'");
    }

    @Test
    void bindingMembersIsAllOrNothing() {
        var id = client.inviteId(MAIL);
        var body = Json.object();
        body.putArray("members@odata.bind").add(link(id)).add(link(Directory.newId()));

        assertThat(client.graph("PATCH", GUESTS, body.toString()).status()).isEqualTo(404);
        assertThat(client.graph("GET", GUESTS + "/members?$select=id", "")
                        .json()
                        .path("value"))
                .isEmpty();
    }

    @Test
    void moreThanTwentyMembersAreNotBoundAtOnce() {
        var body = Json.object();
        for (int i = 0; i < 21; i++) {
            body.withArray("members@odata.bind").add(link(Directory.newId()));
        }

        assertThat(client.graph("PATCH", GUESTS, body.toString()).status()).isEqualTo(400);
    }

    @Test
    void removingAMemberWithoutRefDeletesTheUser() {
        var kept = client.inviteId(MAIL);
        var lost = client.inviteId("lost@harbour-clinic.example");
        client.graph("POST", GUESTS + "/members/$ref", reference(kept));
        client.graph("POST", GUESTS + "/members/$ref", reference(lost));

        client.graph("DELETE", GUESTS + "/members/" + kept + "/$ref", "");
        client.graph("DELETE", GUESTS + "/members/" + lost, "");

        assertThat(client.graph("GET", "/users/" + kept, "").status()).isEqualTo(200);
        assertThat(client.graph("GET", "/users/" + lost, "").status()).isEqualTo(404);
        assertThat(client.graph("DELETE", GUESTS + "/members/" + kept + "/$ref", "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void listingsArePagedAndTheirTokensDieWithinMinutes() {
        var first = client.graph("GET", "/users?$top=5&$select=id", "").json();
        var next = first.path("@odata.nextLink").asText();

        var second = follow(next);
        assertThat(first.path("value")).hasSize(5);
        assertThat(second.path("value")).hasSize(3);
        assertThat(second.has("@odata.nextLink")).isFalse();

        client.sim("POST", "/clock", "{\"by\":\"PT20M\"}");
        assertThat(follow(next).path("error").path("code").asText()).isEqualTo("Directory_ExpiredPageToken");
    }

    @Test
    void advancedQueriesNeedTheirHeaderAndTheirCount() {
        var path = "/users?$filter=userType%20ne%20'Guest'&$select=id";

        var without = client.graph("GET", path, "");
        var with = client.graph("GET", path + "&$count=true", "", "ConsistencyLevel", "eventual");

        assertThat(without.status()).isEqualTo(400);
        assertThat(without.code()).isEqualTo("Request_UnsupportedQuery");
        assertThat(with.json().path("@odata.count").asInt()).isEqualTo(8);
    }

    @Test
    void signInActivityComesOnlyWhenSelectedAndNeverByPrincipalName() {
        var activity = "{\"signInActivity\":{\"lastSuccessfulSignInDateTime\":\"2026-11-20T16:40:00Z\"}}";
        client.sim("PATCH", "/users/" + Seeds.AMARA_SINGH_ID, activity);

        var plain = client.graph("GET", "/users/" + Seeds.AMARA_SINGH_ID, "").json();
        var selected = client.graph("GET", "/users/" + Seeds.AMARA_SINGH_ID + "?$select=id,signInActivity", "");
        var byName = client.graph("GET", "/users/amara.singh@northfield.onmicrosoft.com?$select=signInActivity", "");

        assertThat(plain.has("signInActivity")).isFalse();
        assertThat(plain.size()).isEqualTo(12);
        assertThat(selected.json()
                        .path("signInActivity")
                        .path("lastSuccessfulSignInDateTime")
                        .asText())
                .isEqualTo("2026-11-20T16:40:00Z");
        assertThat(byName.status()).isEqualTo(400);
    }

    @Test
    void anAdministratorsAccountIsOutOfReach() {
        assertThat(client.graph("DELETE", "/users/" + Seeds.ADMIN_ID, "").status())
                .isEqualTo(403);
    }

    @Test
    void readOnlyPropertiesCannotBeWritten() {
        var id = client.inviteId(MAIL);

        assertThat(client.graph("PATCH", "/users/" + id, "{\"externalUserState\":\"Accepted\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void deletedItemsNeedACast() {
        assertThat(client.graph("GET", "/directory/deletedItems", "").status()).isEqualTo(400);
        assertThat(client.graph("GET", "/directory/deletedItems/microsoft.graph.user", "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aDeletedGuestIsPurgedAfterThirtyDays() {
        var id = client.inviteId(MAIL);
        client.graph("DELETE", "/users/" + id, "");

        client.sim("POST", "/clock", "{\"by\":\"P31D\"}");

        assertThat(client.graph("GET", "/directory/deletedItems/" + id, "").status())
                .isEqualTo(404);
    }

    @Test
    void everyAnswerCarriesItsIdsAndErrorsTheirEnvelope() {
        var answer = client.graph("GET", "/nowhere", "", "client-request-id", "abc");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("client-request-id")).isEqualTo("abc");
        assertThat(answer.header("request-id")).isNotEmpty();
        assertThat(answer.header("Date")).isNotEmpty();
        var inner = answer.json().path("error").path("innerError");
        assertThat(inner.path("date").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
        assertThat(inner.path("request-id").asText()).isEqualTo(answer.header("request-id"));
    }

    @Test
    void linksPointToTheHostTheRequestCameBy() {
        var context =
                client.graph("GET", "/users", "").json().path("@odata.context").asText();

        assertThat(context).isEqualTo(tenant.graphUrl() + "/$metadata#users");
    }

    private JsonNode follow(String link) {
        return client.graph("GET", link.substring(tenant.graphUrl().toString().length()), "")
                .json();
    }

    private String deltaLink(String path) {
        return client.graph("GET", path, "").json().path("@odata.deltaLink").asText();
    }

    private static String link(String id) {
        return "https://graph.microsoft.com/v1.0/directoryObjects/" + id;
    }

    private static String reference(String id) {
        return Json.object().put("@odata.id", link(id)).toString();
    }
}
