package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.graph.models.ChangeNotificationCollection;
import com.microsoft.kiota.serialization.JsonParseNodeFactory;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SubscriptionTest extends ListeningTenant {
    @Test
    void theEndpointIsValidatedWithinTheCreatingCallOncePerPurpose() {
        var body = wanted("/good").put("lifecycleNotificationUrl", webhook.url("/good"));

        var answer = client.graph("POST", "/subscriptions", body.toString());

        assertThat(answer.status()).isEqualTo(201);
        assertThat(webhook.handshakeTypes()).hasSize(2).allMatch(type -> type.startsWith("text/plain"));
        assertThat(answer.json().path("creatorId").asText()).isEqualTo(Seeds.SERVICE_PRINCIPAL_ID);
    }

    @Test
    void anEndpointThatDoesNotEchoTheTokenIsRefused() {
        var answer = client.graph("POST", "/subscriptions", wanted("/escaping").toString());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("ValidationError");
        assertThat(client.graph("POST", "/subscriptions", wanted("/refusing").toString())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void plainHttpIsForThisMachineOnly() {
        var body = wanted("/good").put("notificationUrl", "http://hooks.northfield.example/graph");

        assertThat(client.graph("POST", "/subscriptions", body.toString()).status())
                .isEqualTo(400);
    }

    @Test
    void theSameSubscriptionAgainIsAConflict() {
        var first = subscribe(wanted("/good"));

        var second = client.graph("POST", "/subscriptions", wanted("/good").toString());

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.json().path("error").path("message").asText()).contains(first);
    }

    @Test
    void createdAloneIsRefusedAndExpiryHasBounds() {
        var created = wanted("/good").put("changeType", "created");
        var tooLong = wanted("/good").put("expirationDateTime", in(Duration.ofMinutes(41_770)));
        var tooShort = wanted("/good").put("expirationDateTime", in(Duration.ofMinutes(5)));

        var raised = client.graph("POST", "/subscriptions", tooShort.toString());

        assertThat(client.graph("POST", "/subscriptions", created.toString()).status())
                .isEqualTo(400);
        assertThat(client.graph("POST", "/subscriptions", tooLong.toString()).status())
                .isEqualTo(400);
        assertThat(Instant.parse(raised.json().path("expirationDateTime").asText()))
                .isAfter(Instant.now().plus(Duration.ofMinutes(44)));
    }

    @Test
    void anExpiredSubscriptionIsGone() {
        var id = subscribe();
        client.sim("POST", "/clock", "{\"by\":\"P2D\"}");

        var renewed = client.graph(
                "PATCH", "/subscriptions/" + id, "{\"expirationDateTime\":\"" + in(Duration.ofDays(5)) + "\"}");

        assertThat(renewed.status()).isEqualTo(404);
        assertThat(client.graph("GET", "/subscriptions/" + id, "").status()).isEqualTo(404);
    }

    @Test
    void aSubscriptionIsRenewedReauthorizedAndDeleted() {
        var id = subscribe();
        var later = in(Duration.ofDays(3));

        var renewed = client.graph("PATCH", "/subscriptions/" + id, "{\"expirationDateTime\":\"" + later + "\"}");

        assertThat(renewed.status()).isEqualTo(200);
        assertThat(renewed.json().path("expirationDateTime").asText()).isEqualTo(later);
        assertThat(client.graph("POST", "/subscriptions/" + id + "/reauthorize", "")
                        .status())
                .isEqualTo(204);
        assertThat(client.graph("DELETE", "/subscriptions/" + id, "").status()).isEqualTo(204);
        assertThat(client.graph("GET", "/subscriptions", "").json().path("value"))
                .isEmpty();
    }

    @Test
    void theListComesInPagesAndEachSubscriptionOnOneOfThem() {
        var made = new TreeSet<String>();
        for (int n = 0; n < 45; n++) {
            made.add(subscribe(wanted("/good").put("resource", "users/" + UUID.randomUUID())));
        }

        var found = new ArrayList<String>();
        var pages = new ArrayList<Integer>();
        var next = tenant.graphUrl() + "/subscriptions";
        while (!next.isEmpty()) {
            var token = client.tokenOf(tenant.clientId(), tenant.clientSecret());
            var page = client.send("GET", URI.create(next), "", "Authorization", "Bearer " + token)
                    .json();
            pages.add(page.path("value").size());
            found.addAll(page.path("value").findValuesAsText("id"));
            next = page.path("@odata.nextLink").asText();
        }

        assertThat(pages).containsExactly(20, 20, 5);
        assertThat(found).containsExactlyInAnyOrderElementsOf(made);
    }

    @Test
    void aRedemptionIsNotifiedInTheDocumentedForm() throws Exception {
        var id = client.inviteId(MAIL);
        var subscription = subscribe();

        client.sim("POST", "/redeem", Json.object().put("userId", id).toString());

        await().untilAsserted(() -> assertThat(webhook.notifications()).hasSize(1));
        var notification = webhook.notifications().get(0);
        assertThat(notification.path("subscriptionId").asText()).isEqualTo(subscription);
        assertThat(notification.path("changeType").asText()).isEqualTo("updated");
        assertThat(notification.path("clientState").asText()).isEqualTo("secret-state");
        assertThat(notification.path("tenantId").asText()).isEqualTo(Seeds.TENANT_ID);
        assertThat(notification.path("resource").asText()).isEqualTo("Users/" + id);
        assertThat(notification.path("resourceData").path("@odata.type").asText())
                .isEqualTo("#Microsoft.Graph.User");
        assertThat(notification.path("resourceData").path("id").asText()).isEqualTo(id);
        var collection = Json.object();
        collection.putArray("value").add(notification);
        var parsed = new JsonParseNodeFactory()
                .getParseNode("application/json", new ByteArrayInputStream(Json.bytes(collection)))
                .getObjectValue(ChangeNotificationCollection::createFromDiscriminatorValue);
        assertThat(parsed.getValue())
                .singleElement()
                .satisfies(one -> assertThat(one.getAdditionalData()).isEmpty());
    }

    @Test
    void softDeletionIsAnUpdateAndOnlyPurgingIsADeletion() {
        var id = client.inviteId(MAIL);
        subscribe();

        client.graph("DELETE", "/users/" + id, "");
        client.graph("DELETE", "/directory/deletedItems/" + id, "");

        await().untilAsserted(() -> assertThat(webhook.notifications())
                .extracting(one -> one.path("changeType").asText())
                .containsExactlyInAnyOrder("updated", "deleted"));
    }

    @Test
    void aRefusedNotificationIsRepeated() {
        subscribe();
        webhook.refuse(2);

        var id = client.inviteId(MAIL);

        await().untilAsserted(() -> assertThat(webhook.notifications())
                .extracting(one -> one.path("resource").asText())
                .containsExactly("Users/" + id));
    }

    @Test
    void membersWhoComeAreNamedInTheNotificationOfTheGroup() {
        var id = client.inviteId(MAIL);
        client.graph(
                "POST",
                "/subscriptions",
                wanted("/good").put("resource", "groups").toString());

        client.graph(
                "PATCH",
                "/groups/" + Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID,
                "{\"members@odata.bind\":[\"https://graph.microsoft.com/v1.0/directoryObjects/" + id + "\"]}");

        await().untilAsserted(() -> assertThat(webhook.notifications()).hasSize(1));
        assertThat(webhook.notifications()
                        .get(0)
                        .path("resourceData")
                        .path("members@delta")
                        .path(0)
                        .path("id")
                        .asText())
                .isEqualTo(id);
    }

    @Test
    void droppedNotificationsNeverArriveAndDoubledOnesArriveTwice() {
        subscribe();
        client.sim("PUT", "/notifications", "{\"mode\":\"drop\"}");
        client.inviteId("lost@harbour-clinic.example");
        client.sim("PUT", "/notifications", "{\"mode\":\"duplicate\",\"factor\":2}");

        var id = client.inviteId(MAIL);

        await().untilAsserted(() -> assertThat(webhook.notifications())
                .extracting(one -> one.path("resource").asText())
                .containsExactly("Users/" + id, "Users/" + id));
        assertThat(client.sim("GET", "/notifications", "")
                        .json()
                        .path("dropped")
                        .asInt())
                .isEqualTo(1);
    }

    private ObjectNode wanted(String path) {
        var wanted =
                wanted().put("notificationUrl", webhook.url(path)).put("expirationDateTime", in(Duration.ofDays(1)));
        wanted.remove("lifecycleNotificationUrl");
        return wanted;
    }
}
