package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.graph.models.User;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.users.delta.DeltaGetResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DeltaHardeningTest extends RunningTenant {
    private static final String GUESTS = "/groups/" + Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID;
    private static final int SEEDED_USERS = 8;

    @Test
    void emptyPagesLeadOnAndNothingIsMissing() {
        client.sim("PUT", "/delta", "{\"pageSize\":3,\"emptyPages\":1}");

        var pages = pages("/users/delta?$select=id");

        assertThat(pages).extracting(page -> page.path("value").size()).containsExactly(0, 3, 0, 3, 0, 2);
        assertThat(pages.subList(0, 5)).allMatch(page -> page.has("@odata.nextLink") && !page.has("@odata.deltaLink"));
        assertThat(pages.get(5).has("@odata.nextLink")).isFalse();
        assertThat(ids(pages)).doesNotHaveDuplicates().hasSize(SEEDED_USERS);
    }

    @Test
    void replaysBringAnObjectAgainOnALaterPage() {
        client.sim("PUT", "/delta", "{\"pageSize\":3,\"replays\":0.5}");

        var pages = pages("/users/delta?$select=id");

        var all = ids(pages);
        assertThat(new HashSet<>(all)).hasSize(SEEDED_USERS);
        assertThat(all).hasSizeGreaterThan(SEEDED_USERS);
        assertThat(ids(List.of(pages.get(0)))).doesNotHaveDuplicates();
    }

    @Test
    void aSinglePageIsFollowedByItsReplay() {
        client.sim("PUT", "/delta", "{\"replays\":1}");

        var pages = pages("/users/delta?$select=id");

        assertThat(pages).hasSize(2);
        assertThat(ids(List.of(pages.get(0))))
                .hasSize(SEEDED_USERS)
                .contains(ids(List.of(pages.get(1))).toArray(new String[0]));
    }

    @Test
    void aStirredRoundIsInAnotherOrderAndComplete() {
        var ordered = ids(pages("/users/delta?$select=id"));
        client.sim("PUT", "/delta", "{\"pageSize\":3,\"shuffle\":true}");

        var first = ids(pages("/users/delta?$select=id"));
        var second = ids(pages("/users/delta?$select=id"));

        assertThat(first).containsExactlyInAnyOrderElementsOf(ordered);
        assertThat(second).containsExactlyInAnyOrderElementsOf(ordered);
        assertThat(List.of(first, second)).anyMatch(order -> !order.equals(ordered));
    }

    @Test
    void aChangeWhileSomebodyPagesComesInTheNextRoundAndHidesNoEarlierOne() {
        var before = client.inviteId("early@harbour-clinic.example");
        var during = client.inviteId("late@harbour-clinic.example");
        var start = last(pages("/groups/delta?$select=members"))
                .path("@odata.deltaLink")
                .asText();
        addMember(before);
        client.sim("PUT", "/delta", "{\"emptyPages\":1}");
        var first = follow(start);

        addMember(during);
        var rest = follow(first.path("@odata.nextLink").asText());
        client.sim("PUT", "/delta", "{\"emptyPages\":0}");
        var next = follow(rest.path("@odata.deltaLink").asText());

        assertThat(first.path("value")).isEmpty();
        assertThat(memberIds(rest)).contains(before);
        assertThat(memberIds(next)).containsExactly(during);
    }

    @Test
    void restoredObjectsAppearAsNewEvenInMinimalAnswers() {
        var id = client.inviteId("m.okafor@harbour-clinic.example");
        client.graph("DELETE", "/users/" + id, "");
        var start = last(pages("/users/delta?$select=id,accountEnabled,userType"))
                .path("@odata.deltaLink")
                .asText();

        client.graph("POST", "/directory/deletedItems/" + id + "/restore", "");
        var restored = follow(start, "Prefer", "return=minimal");
        client.graph("PATCH", "/users/" + id, "{\"accountEnabled\":false}");
        var changed = follow(restored.path("@odata.deltaLink").asText(), "Prefer", "return=minimal");

        assertThat(restored.path("value").path(0).path("userType").asText()).isEqualTo("Guest");
        assertThat(changed.path("value").path(0).path("accountEnabled").asBoolean(true))
                .isFalse();
        assertThat(changed.path("value").path(0).has("userType")).isFalse();
    }

    @Test
    void aFilterNamesAtMostFiftyIdsAndNothingElse() {
        var amara = "id eq '" + Seeds.AMARA_SINGH_ID + "'";
        var two = amara + " or id eq '" + Seeds.BEN_ORTIZ_ID + "'";

        var pages = pages("/users/delta?$select=id&$filter=" + encoded(two));
        var fiftyOne = String.join(" or ", Collections.nCopies(51, amara));

        assertThat(ids(pages)).containsExactlyInAnyOrder(Seeds.AMARA_SINGH_ID, Seeds.BEN_ORTIZ_ID);
        client.graph("PATCH", "/users/" + Seeds.CHLOE_MARTIN_ID, "{\"jobTitle\":\"Nurse\"}");
        assertThat(follow(last(pages).path("@odata.deltaLink").asText()).path("value"))
                .isEmpty();
        for (var refused : List.of(fiftyOne, "userType eq 'Guest'", amara + " and userType eq 'Guest'")) {
            assertThat(client.graph("GET", "/users/delta?$filter=" + encoded(refused), "")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void optionsOfListingsAreRefused() {
        for (var option : List.of("$top=5", "$expand=manager", "$orderby=displayName")) {
            assertThat(client.graph("GET", "/users/delta?" + option, "").status())
                    .as(option)
                    .isEqualTo(400);
        }
    }

    @Test
    void aResetAnswersGoneAndNamesTheWayOn() {
        var start = last(pages("/users/delta?$select=id,displayName&$filter="
                        + encoded("id eq '" + Seeds.AMARA_SINGH_ID + "'")))
                .path("@odata.deltaLink")
                .asText();
        client.sim("PUT", "/delta", "{\"gone\":1}");

        var gone = client.graph("GET", below(start), "");
        var again = client.graph("GET", below(gone.header("Location")), "");

        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.code()).isEqualTo("resyncRequired");
        assertThat(URI.create(gone.header("Location")).getRawQuery()).endsWith("$deltatoken=");
        assertThat(again.json().path("value"))
                .singleElement()
                .satisfies(user -> assertThat(user.path("displayName").asText()).isEqualTo("Amara Singh"));
        assertThat(client.graph("GET", below(start), "").status()).isEqualTo(200);
    }

    @Test
    void delayedChangesShowWhenTheClockSaysSo() {
        var start =
                last(pages("/users/delta?$select=id")).path("@odata.deltaLink").asText();
        client.sim("PUT", "/delta", "{\"lagMillis\":600000}");

        var id = client.inviteId("m.okafor@harbour-clinic.example");
        var early = follow(start);
        client.sim("POST", "/clock", "{\"by\":\"PT11M\"}");

        assertThat(early.path("value")).isEmpty();
        assertThat(ids(List.of(follow(early.path("@odata.deltaLink").asText()))))
                .containsExactly(id);
    }

    @Test
    void aLoopingLinkLeadsToItsOwnPage() {
        client.sim("PUT", "/delta", "{\"pageSize\":3,\"loop\":3}");

        var first = client.graph("GET", "/users/delta?$select=id", "").json();
        var link = first.path("@odata.nextLink").asText();
        var second = follow(link);

        assertThat(second.path("@odata.nextLink").asText()).isEqualTo(link);
        assertThat(second.path("value")).isEqualTo(first.path("value"));
        assertThat(follow(link).path("@odata.nextLink").asText()).isEqualTo(link);
        assertThat(follow(link).path("@odata.nextLink").asText()).isNotEqualTo(link);
    }

    @Test
    void signInsLeaveNoTrace() {
        var start = last(pages("/users/delta?$select=id,signInActivity"))
                .path("@odata.deltaLink")
                .asText();

        client.sim(
                "PATCH",
                "/users/" + Seeds.AMARA_SINGH_ID,
                "{\"signInActivity\":{\"lastSignInDateTime\":\"2026-11-01T08:00:00Z\"}}");

        assertThat(follow(start).path("value")).isEmpty();
    }

    @Test
    void theSwitchKeepsWhatIsNotNamedAndRefusesWhatItDoesNotKnow() {
        client.sim("PUT", "/delta", "{\"pageSize\":5,\"replays\":0.25}");

        var state = client.sim("PUT", "/delta", "{\"shuffle\":true}").json();

        assertThat(state)
                .isEqualTo(Json.object()
                        .put("pageSize", 5)
                        .put("emptyPages", 0.0)
                        .put("replays", 0.25)
                        .put("shuffle", true)
                        .put("gone", 0)
                        .put("lagMillis", 0)
                        .put("loop", 0));
        for (var wrong : List.of("{\"replay\":1}", "{\"replays\":2}", "{\"pageSize\":0}", "{\"shuffle\":\"yes\"}")) {
            assertThat(client.sim("PUT", "/delta", wrong).status()).as(wrong).isEqualTo(400);
        }
    }

    @Test
    void microsoftsClientPagesThroughAnUntidyRound() {
        client.sim("PUT", "/delta", "{\"pageSize\":3,\"emptyPages\":1,\"replays\":0.5,\"shuffle\":true}");
        var graph = client.graph();

        var ids = new HashSet<String>();
        DeltaGetResponse page = Objects.requireNonNull(graph.users().delta().get());
        while (page.getOdataNextLink() != null) {
            addIds(page, ids);
            page = Objects.requireNonNull(
                    graph.users().delta().withUrl(page.getOdataNextLink()).get());
        }
        addIds(page, ids);
        var link = Objects.requireNonNull(page.getOdataDeltaLink());
        client.sim("PUT", "/delta", "{\"gone\":1}");

        assertThat(ids).hasSize(SEEDED_USERS);
        assertThatThrownBy(() -> graph.users().delta().withUrl(link).get())
                .isInstanceOfSatisfying(ODataError.class, error -> {
                    assertThat(error.getResponseStatusCode()).isEqualTo(410);
                    assertThat(error.getResponseHeaders().get("Location")).hasSize(1);
                });
    }

    private static void addIds(DeltaGetResponse page, HashSet<String> ids) {
        for (User user : Objects.requireNonNull(page.getValue())) {
            ids.add(Objects.requireNonNull(user.getId()));
        }
    }

    private List<JsonNode> pages(String path) {
        var pages = new ArrayList<JsonNode>();
        pages.add(client.graph("GET", path, "").json());
        while (last(pages).has("@odata.nextLink")) {
            pages.add(follow(last(pages).path("@odata.nextLink").asText()));
        }
        return pages;
    }

    private static JsonNode last(List<JsonNode> pages) {
        return pages.get(pages.size() - 1);
    }

    private JsonNode follow(String link, String... headers) {
        return client.graph("GET", below(link), "", headers).json();
    }

    private String below(String link) {
        return link.substring(tenant.graphUrl().toString().length());
    }

    private static List<String> ids(List<JsonNode> pages) {
        var ids = new ArrayList<String>();
        pages.forEach(page ->
                page.path("value").forEach(item -> ids.add(item.path("id").asText())));
        return ids;
    }

    private static List<String> memberIds(JsonNode page) {
        var ids = new ArrayList<String>();
        page.path("value")
                .forEach(group -> group.path("members@delta")
                        .forEach(member -> ids.add(member.path("id").asText())));
        return ids;
    }

    private void addMember(String id) {
        var answer = client.graph(
                "POST",
                GUESTS + "/members/$ref",
                Json.object()
                        .put("@odata.id", "https://graph.microsoft.com/v1.0/directoryObjects/" + id)
                        .toString());
        assertThat(answer.status()).isEqualTo(204);
    }

    private static String encoded(String filter) {
        return URLEncoder.encode(filter, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
