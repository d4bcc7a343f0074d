package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.graph.models.ChangeNotificationCollection;
import com.microsoft.graph.models.LifecycleEventType;
import com.microsoft.kiota.serialization.JsonParseNodeFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LifecycleTest extends ListeningTenant {
    @Test
    void theDemandToReauthorizeHasTheDocumentedForm() throws IOException {
        var id = subscribe();

        var answer = client.sim("POST", "/notifications/lifecycle", "{\"subscriptionId\":\"" + id + "\"}");

        assertThat(answer.json().path("subscriptions").path(0).asText()).isEqualTo(id);
        await().until(() -> demands() == 1);
        var notification = webhook.notifications().get(0);
        assertThat(notification.properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "subscriptionId",
                        "subscriptionExpirationDateTime",
                        "tenantId",
                        "clientState",
                        "lifecycleEvent");
        var collection = Json.object();
        collection.putArray("value").add(notification);
        var parsed = new JsonParseNodeFactory()
                .getParseNode("application/json", new ByteArrayInputStream(Json.bytes(collection)))
                .getObjectValue(ChangeNotificationCollection::createFromDiscriminatorValue);
        assertThat(parsed.getValue()).singleElement().satisfies(one -> {
            assertThat(one.getLifecycleEvent()).isEqualTo(LifecycleEventType.ReauthorizationRequired);
            assertThat(one.getAdditionalData()).isEmpty();
        });
    }

    @Test
    void deliveryPausesUntilSomebodyReauthorizes() {
        var id = subscribe();
        demand();

        var guest = client.inviteId(MAIL);
        assertThat(controlView(id).path("paused").asBoolean()).isTrue();
        assertThat(controlView(id).path("held").asInt()).isEqualTo(1);
        assertThat(client.graph("POST", "/subscriptions/" + id + "/reauthorize", "")
                        .status())
                .isEqualTo(204);

        await().until(() -> arrived().contains("Users/" + guest));
        assertThat(controlView(id).path("paused").asBoolean()).isFalse();
        assertThat(controlView(id).path("held").asInt()).isZero();
    }

    @Test
    void aNewExpiryReauthorizesTooAndANewAddressDoesNot() {
        var id = subscribe();
        demand();
        var guest = client.inviteId(MAIL);

        patch(id, "{\"notificationUrl\":\"" + webhook.otherUrl("/good") + "\"}");
        assertThat(controlView(id).path("paused").asBoolean()).isTrue();
        patch(id, "{\"expirationDateTime\":\"" + in(Duration.ofDays(3)) + "\"}");

        await().until(() -> arrived().contains("Users/" + guest));
    }

    @Test
    void whatIsHeldBackForMoreThanFourHoursIsLost() {
        var id = subscribe();
        demand();
        client.inviteId(MAIL);
        step("PT4H1M");
        var young = client.inviteId("young@harbour-clinic.example");

        client.graph("POST", "/subscriptions/" + id + "/reauthorize", "");

        awaitState("pending", 0);
        assertThat(state().path("dropped").asInt()).isEqualTo(1);
        assertThat(arrived()).contains("Users/" + young).hasSize(2);
    }

    @Test
    void anOldAuthorizationIsNoticedAndRemindedOf() {
        var id = subscribe();
        client.sim("PUT", "/notifications/lifecycle", "{\"authorizationLife\":\"PT12H\"}");
        assertThat(client.sim("PUT", "/notifications/lifecycle", "{\"authorizationLife\":\"PT12H\"}")
                        .json())
                .isEqualTo(Json.object().put("authorizationLife", "PT12H").put("corruptible", false));

        step("PT12H1M");
        await().until(() -> demands() == 1);
        step("PT16M");
        await().until(() -> demands() == 2);
        patch(id, "{\"expirationDateTime\":\"" + in(Duration.ofDays(2)) + "\"}");
        step("PT12H1M");

        await().until(() -> demands() == 3);
        assertThat(client.sim("PUT", "/notifications/lifecycle", "{\"authorizationLife\":null}")
                        .json()
                        .path("authorizationLife")
                        .isNull())
                .isTrue();
    }

    @Test
    void bothWaysOfRenewingWithinTenMinutesCorruptASubscriptionIfOrdered() {
        var id = subscribe();
        renewBothWays(id);
        assertThat(controlView(id).path("corrupted").asBoolean()).isFalse();
        step("PT11M");
        client.sim("PUT", "/notifications/lifecycle", "{\"corruptible\":true}");
        patch(id, "{\"expirationDateTime\":\"" + in(Duration.ofDays(2)) + "\"}");
        step("PT11M");
        client.graph("POST", "/subscriptions/" + id + "/reauthorize", "");
        assertThat(controlView(id).path("corrupted").asBoolean()).isFalse();

        renewBothWays(id);
        client.inviteId(MAIL);

        assertThat(controlView(id).path("corrupted").asBoolean()).isTrue();
        assertThat(state().path("dropped").asInt()).isEqualTo(1);
        assertThat(state().path("pending").asInt()).isZero();
        assertThat(client.graph("GET", "/subscriptions/" + id, "").status()).isEqualTo(200);
    }

    @Test
    void aSubscriptionCanVanishWithoutAWord() {
        var id = subscribe();

        assertThat(client.sim("DELETE", "/subscriptions/" + id, "").status()).isEqualTo(204);
        client.inviteId(MAIL);

        assertThat(client.graph("GET", "/subscriptions/" + id, "").status()).isEqualTo(404);
        assertThat(client.graph("PATCH", "/subscriptions/" + id, "{}").status()).isEqualTo(404);
        assertThat(state().path("pending").asInt()).isZero();
        assertThat(client.sim("DELETE", "/subscriptions/" + id, "").status()).isEqualTo(404);
    }

    @Test
    void anExpiredSubscriptionStopsWithoutAWord() {
        var id = subscribe();
        step("P3D");

        client.inviteId(MAIL);

        assertThat(state().path("pending").asInt()).isZero();
        assertThat(client.graph("DELETE", "/subscriptions/" + id, "").status()).isEqualTo(404);
        assertThat(client.graph("POST", "/subscriptions/" + id + "/reauthorize", "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aNewAddressIsValidatedLikeTheFirstOne() {
        var id = subscribe();
        int before = webhook.handshakeTypes().size();

        var refused = client.graph(
                "PATCH", "/subscriptions/" + id, "{\"notificationUrl\":\"" + webhook.url("/refusing") + "\"}");
        patch(id, "{\"notificationUrl\":\"" + webhook.otherUrl("/good") + "\"}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(webhook.handshakeTypes()).hasSize(before + 1);
        assertThat(controlView(id).path("notificationUrl").asText()).isEqualTo(webhook.otherUrl("/good"));
    }

    @Test
    void theWholeAnswerToAHandshakeMustComeInTime() {
        order("{\"handshakeMillis\":300}");

        for (var path : List.of("/silent", "/dripping")) {
            var refused = client.graph(
                    "POST",
                    "/subscriptions",
                    wanted().put("notificationUrl", webhook.url(path)).toString());
            assertThat(refused.status()).as(path).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("ValidationError");
        }
        var lifecycle = client.graph(
                "POST",
                "/subscriptions",
                wanted().put("lifecycleNotificationUrl", webhook.url("/silent")).toString());
        assertThat(lifecycle.status()).isEqualTo(400);
    }

    @Test
    void anApplicationHasAHundredSubscriptionsAtMost() {
        for (int i = 0; i < 100; i++) {
            subscribe(unheard("users/" + Directory.newId()));
        }

        var refused = client.graph(
                "POST", "/subscriptions", unheard("users/" + Directory.newId()).toString());

        assertThat(refused.status()).isEqualTo(403);
    }

    @Test
    void aSubscriptionIsCheckedBeforeAnybodyIsCalled() {
        subscribe();
        int handshakes = webhook.handshakeTypes().size();

        refused(409, wanted().put("resource", "/users").put("changeType", "deleted,updated"));
        refused(400, wanted().put("resource", "groups").put("clientState", "s".repeat(129)));
        refused(400, wanted().put("resource", "me/messages"));
        refused(400, wanted().put("resource", "groups").put("changeType", "created"));
        refused(400, wanted().put("resource", "groups").put("expirationDateTime", in(Duration.ofMinutes(41_770))));

        assertThat(webhook.handshakeTypes()).hasSize(handshakes);
        subscribe(wanted().put("resource", "groups").put("clientState", "s".repeat(128)));
    }

    @Test
    void aSubscriptionToMembersHearsOfMembersOnly() {
        var guest = client.inviteId(MAIL);
        var group = "groups/" + Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID;
        subscribe(wanted().put("resource", group + "/members"));

        client.graph("PATCH", "/" + group, "{\"description\":\"Guests\"}");
        assertThat(state().path("pending").asInt()).isZero();
        client.graph(
                "POST",
                "/" + group + "/members/$ref",
                Json.object()
                        .put("@odata.id", "https://graph.microsoft.com/v1.0/users/" + guest)
                        .toString());
        client.graph("DELETE", "/users/" + guest, "");
        client.graph("POST", "/directory/deletedItems/" + guest + "/restore", "");

        awaitState("delivered", 3);
        assertThat(webhook.notifications())
                .extracting(one -> one.at("/resourceData/members@delta/0/id").asText())
                .containsOnly(guest);
        assertThat(webhook.notifications())
                .extracting(
                        one -> one.at("/resourceData/members@delta/0/@removed").asText())
                .containsExactlyInAnyOrder("", "deleted", "");
    }

    private ObjectNode unheard(String resource) {
        var wanted = wanted().put("resource", resource);
        wanted.remove("lifecycleNotificationUrl");
        return wanted;
    }

    private void refused(int status, JsonNode wanted) {
        var answer = client.graph("POST", "/subscriptions", wanted.toString());
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    }

    private void demand() {
        client.sim("POST", "/notifications/lifecycle", "");
        await().until(() -> demands() == 1);
    }

    private long demands() {
        return webhook.notifications().stream()
                .filter(one -> one.has("lifecycleEvent"))
                .count();
    }

    private void patch(String id, String body) {
        assertThat(client.graph("PATCH", "/subscriptions/" + id, body).status()).isEqualTo(200);
    }

    private void renewBothWays(String id) {
        client.graph("POST", "/subscriptions/" + id + "/reauthorize", "");
        patch(id, "{\"expirationDateTime\":\"" + in(Duration.ofDays(2)) + "\"}");
    }
}
