package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DeliveryTest extends ListeningTenant {
    private static final String HASTY = "\"timeoutMillis\":300,\"retryTimeoutMillis\":300";

    @Test
    void anEndpointThatLetsAFirstAttemptTimeOutIsSlowAndGetsNewOnesTenMinutesLater() {
        subscribe();
        subscribe(wanted().put("resource", "groups").put("notificationUrl", webhook.otherUrl("/good")));
        order("{\"leastAnswers\":1," + HASTY + "}");
        webhook.hang(1);
        var first = client.inviteId(MAIL);
        awaitState("delivered", 1);
        assertThat(state().path("state").asText()).isEqualTo("slow");
        order("{\"timeoutMillis\":60000}");

        var second = client.inviteId("later@harbour-clinic.example");
        client.graph("PATCH", group(), "{\"description\":\"to the other host\"}");
        await().until(() -> arrived().contains(groupResource()));

        assertThat(arrived()).contains("Users/" + first).doesNotContain("Users/" + second);
        assertThat(state().path("pending").asInt()).isEqualTo(1);
        step("PT11M");
        await().until(() -> arrived().contains("Users/" + second));
        assertThat(state().path("state").asText()).isEqualTo("normal");
    }

    @Test
    void anEndpointThatLetsRepeatedAttemptsTimeOutLosesWhatIsNew() {
        subscribe();
        order("{\"leastAnswers\":1," + HASTY + "}");
        webhook.hang(2);
        var first = client.inviteId(MAIL);
        awaitState("delivered", 1);
        assertThat(state().path("state").asText()).isEqualTo("drop");

        client.inviteId("lost@harbour-clinic.example");
        awaitState("dropped", 1);
        step("PT11M");
        var third = client.inviteId("third@harbour-clinic.example");
        awaitState("delivered", 2);

        assertThat(arrived()).containsExactly("Users/" + first, "Users/" + third);
        assertThat(state().path("state").asText()).isEqualTo("normal");
    }

    @Test
    void oneLateAnswerOfFewSaysNothing() {
        subscribe();
        order("{" + HASTY + "}");
        webhook.hang(1);

        client.inviteId(MAIL);
        awaitState("delivered", 1);

        var endpoint = state().path("endpoints").path(0);
        assertThat(endpoint.path("answers").asInt()).isEqualTo(2);
        assertThat(endpoint.path("slow").asInt()).isEqualTo(1);
        assertThat(endpoint.path("tooSlow").asInt()).isZero();
        assertThat(state().path("state").asText()).isEqualTo("normal");
    }

    @Test
    void afterFourHoursNobodyTriesAnyMore() {
        subscribe();
        webhook.refuse(Integer.MAX_VALUE);
        client.inviteId(MAIL);
        await().until(() -> state().path("failedAttempts").asInt() > 0);
        assertThat(state().path("pending").asInt()).isEqualTo(1);

        step("PT4H1M");

        awaitState("failed", 1);
        assertThat(state().path("pending").asInt()).isZero();
        assertThat(state().path("delivered").asInt()).isZero();
    }

    @Test
    void whatIsGatheredTravelsInOnePost() {
        subscribe();
        order("{\"mode\":\"delay\",\"delayMillis\":600000}");
        var ids = new HashSet<String>();
        for (int i = 0; i < 3; i++) {
            ids.add("Users/" + client.inviteId("guest" + i + "@harbour-clinic.example"));
        }
        assertThat(state().path("pending").asInt()).isEqualTo(3);

        step("PT11M");

        awaitState("delivered", 3);
        assertThat(webhook.postSizes()).containsExactly(3);
        assertThat(arrived()).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void aModeMayHappenToSomeNotificationsOnly() {
        subscribe();
        order("{\"mode\":\"drop\",\"share\":0.5}");
        invite(20);
        awaitState("pending", 0);
        int lost = state().path("dropped").asInt();
        assertThat(lost).isBetween(1, 19);
        assertThat(arrived()).hasSize(20 - lost);

        order("{\"mode\":\"duplicate\",\"share\":0.5}");
        invite(20);
        awaitState("pending", 0);

        assertThat(arrived().subList(20 - lost, arrived().size()))
                .hasSizeBetween(21, 39)
                .satisfies(later -> assertThat(Set.copyOf(later)).hasSize(20));
    }

    @Test
    void shuffledNotificationsArriveOneByOneAndCompletely() {
        subscribe();
        order("{\"mode\":\"shuffle\",\"delayMillis\":600000}");
        var ids = invite(10);

        step("PT11M");

        awaitState("delivered", 10);
        assertThat(webhook.postSizes()).hasSize(10).containsOnly(1);
        assertThat(arrived()).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void aModeStartsFromItsDefaultsAndOtherFieldsStay() {
        order("{\"mode\":\"drop\",\"share\":0.1,\"timeoutMillis\":2000}");
        order("{\"share\":0.2}");
        assertThat(state().path("mode").asText()).isEqualTo("drop");
        assertThat(state().path("share").asDouble()).isEqualTo(0.2);

        order("{\"mode\":\"drop\"}");

        assertThat(state().path("share").asDouble()).isEqualTo(1);
        assertThat(state().path("timeoutMillis").asInt()).isEqualTo(2000);
        for (var wrong : List.of("{\"share\":-1}", "{\"shares\":1}", "{\"factor\":0}")) {
            assertThat(client.sim("PUT", "/notifications", wrong).status())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void nobodyWaitsForADelivery() {
        subscribe();
        order("{\"timeoutMillis\":60000}");
        webhook.hang(1);
        client.inviteId(MAIL);
        await().until(() -> webhook.hanging() == 1);

        client.inviteId("next@harbour-clinic.example");

        awaitState("delivered", 1);
        assertThat(state().path("pending").asInt()).isEqualTo(1);
    }

    @Test
    void redirectsAreNotFollowed() {
        var moved = client.graph(
                "POST",
                "/subscriptions",
                wanted().put("notificationUrl", webhook.url("/moving")).toString());
        subscribe();
        webhook.redirect(1);

        client.inviteId(MAIL);

        awaitState("delivered", 1);
        assertThat(moved.status()).isEqualTo(400);
        assertThat(state().path("failedAttempts").asInt()).isEqualTo(1);
        assertThat(webhook.followedRedirects()).isZero();
    }

    @Test
    void aClosedTenantLeavesNoThreadBehind() {
        var before = alarmThreads();
        var second = SimulatedTenant.start(SimulatedTenantOptions.ephemeral());
        var own = alarmThreads();
        own.removeAll(before);
        assertThat(own).isNotEmpty();

        second.close();

        await().until(() -> own.stream().noneMatch(Thread::isAlive));
    }

    private static Set<Thread> alarmThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("simulated-alarms"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private Set<String> invite(int times) {
        var resources = new HashSet<String>();
        for (int i = 0; i < times; i++) {
            resources.add(
                    "Users/" + client.inviteId("g" + Directory.newId().substring(0, 8) + "@harbour-clinic.example"));
        }
        return resources;
    }

    private static String group() {
        return "/groups/" + Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID;
    }

    private static String groupResource() {
        return "Groups/" + Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID;
    }
}
