package dev.guestward.directory.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.directory.ActCall;
import dev.guestward.directory.Answer;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.InvitedUser;
import dev.guestward.directory.NewInvitation;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.ReadTogether;
import dev.guestward.directory.SendBy;
import dev.guestward.directory.Trouble;
import dev.guestward.simulatedtenant.SimulatedTenant;
import dev.guestward.simulatedtenant.SimulatedTenantOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each answer, and each way to get none, means to the product. */
class GraphAnswersTest {
    private static final SimulatedTenant TENANT = SimulatedTenant.start(SimulatedTenantOptions.ephemeral());
    private static final ObjectId USER = new ObjectId("0b9f6a0d-2a1e-4f4e-9c55-6f1f0f4f8e02");
    private static final ObjectId SECOND = new ObjectId("0b9f6a0d-2a1e-4f4e-9c55-6f1f0f4f8e03");
    private static final ObjectId GROUP = new ObjectId("9d000000-2c7f-4e3a-b6d4-7a1f5c8e2b04");
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    private final CannedGraph graph = new CannedGraph();
    private final GraphGuestDirectory directory = directory(Map.of());

    @AfterAll
    static void stop() {
        TENANT.close();
    }

    @AfterEach
    void close() {
        graph.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 424, 500, 502, 503, 504})
    void nobodyKnowsWhetherAnActHappenedThatTheServiceFailedOn(int status) {
        graph.answersError(status, "ServiceUnavailable", "");

        assertThat(directory.delete(USER)).isEqualTo(new Answer.Unknown<>("status " + status));
    }

    @ParameterizedTest
    @CsvSource({
        "400, Request_BadRequest, INVALID",
        "403, Authorization_RequestDenied, PERMISSION",
        "403, Forbidden, POLICY",
        "409, Conflict, CONFLICT",
        "412, PreconditionFailed, CONFLICT",
        "422, Unprocessable, INVALID"
    })
    void aRefusalCarriesItsReasonAndItsCodeOnly(int status, String code, Answer.Reason reason) {
        graph.answersError(status, code, "Dr Maya Okafor m.okafor@harbour-clinic.example");

        assertThat(directory.delete(USER)).isEqualTo(new Answer.Refused<>(reason, code));
    }

    @Test
    void aStopOfAllInvitationsIsRecognizedByItsWords() {
        graph.answersError(403, "Forbidden", "Guest invitations are blocked because of Suspicious Activity.");

        assertThat(invite()).isEqualTo(new Answer.Refused<>(Answer.Reason.STOPPED, "Forbidden"));
    }

    @Test
    void anActWithARefusedTokenWasNotDoneAndTheNextOneGetsANewToken() {
        graph.answersError(401, "InvalidAuthenticationToken", "Access token has expired.");

        assertThat(directory.delete(USER))
                .isEqualTo(new Answer.NotSent<>(Trouble.CREDENTIAL, "InvalidAuthenticationToken"));
        directory.delete(USER);

        assertThat(graph.receivedHeaders("Authorization"))
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "17 | 17000",
                "0 | 1000",
                "-5 | 1000",
                "1.5 | 1500",
                "99999 | 600000",
                "Sat, 21 Nov 2026 08:01:30 GMT | 90000",
                "Sat, 21 Nov 2026 07:00:00 GMT | 1000",
                "soon | 10000",
                "NaN | 10000",
                "'' | 10000"
            })
    void aThrottledActWaitsAsLongAsIsAskedWithinReason(String retryAfter, long millis) {
        graph.answersError(429, "TooManyRequests", "")
                .with("Retry-After", retryAfter)
                .with("Date", "Sat, 21 Nov 2026 08:00:00 GMT");

        assertThat(RetryAfter.of(retryAfter, "Sat, 21 Nov 2026 08:00:00 GMT")).isEqualTo(Duration.ofMillis(millis));
        assertThat(directory.delete(USER)).isInstanceOf(Answer.Throttled.class);
    }

    @Test
    void aThrottledActWithoutAWordOnHowLongWaitsTenSeconds() {
        graph.answersError(429, "TooManyRequests", "");

        assertThat(directory.delete(USER)).isEqualTo(new Answer.Throttled<>(Duration.ofSeconds(10)));
    }

    @Test
    void aPortalsPageIsNoAnswerToAnAct() {
        graph.answers(200, "text/html", "<html>Sign in to the network</html>");

        assertThat(directory.addMembers(GROUP, List.of(USER))).isInstanceOf(Answer.Unknown.class);
        assertThat(directory.enableSignIn(USER, false)).isInstanceOf(Answer.Unknown.class);
        assertThat(invite()).isInstanceOf(Answer.Unknown.class);
    }

    @Test
    void aPortalsPageIsNoAnswerToARead() {
        graph.answers(200, "text/html", "<html>Sign in to the network</html>");

        assertUnavailable(() -> directory.user(USER), Trouble.SERVICE);
        assertUnavailable(() -> directory.users(List.of(USER)).get(USER), Trouble.SERVICE);
        assertUnavailable(() -> directory.members(GROUP), Trouble.SERVICE);
    }

    @Test
    void halfAnAnswerIsNone() {
        graph.answers(201, "application/json", "{\"id\":\"e0c2b7a4-3d53-4b93-8f7c-0f3a8a1c6b77\",\"invitedUs");
        assertThat(invite()).isInstanceOf(Answer.Unknown.class);
        assertUnavailable(() -> directory.user(USER), Trouble.SERVICE);

        graph.answers(201, "application/json", "{\"id\":\"e0c2b7a4-3d53-4b93-8f7c-0f3a8a1c6b77\"}")
                .cutAfter(20);
        assertThat(invite()).isInstanceOf(Answer.Unknown.class);
        assertUnavailable(() -> directory.user(USER), Trouble.SERVICE);
    }

    @Test
    void signingOutIsDoneWithAndWithoutAWord() {
        graph.answers(204, "application/json", "");
        assertThat(directory.revokeSessions(USER)).isEqualTo(new Answer.Done<>(USER));

        graph.answers(200, "application/json", "{\"value\":true}");
        assertThat(directory.revokeSessions(USER)).isEqualTo(new Answer.Done<>(USER));
    }

    @Test
    void aRedirectionIsNotFollowed() {
        try (CannedGraph elsewhere = new CannedGraph()) {
            graph.answers(307, "application/json", "").with("Location", elsewhere.baseUrl() + "/users/" + USER);

            assertThat(directory.delete(USER)).isInstanceOf(Answer.Unknown.class);
            assertUnavailable(() -> directory.user(USER), Trouble.SERVICE);
            assertThat(elsewhere.received()).isEmpty();
        }
    }

    @Test
    void aLinkToAnotherHostIsNotFollowed() {
        try (CannedGraph elsewhere = new CannedGraph()) {
            graph.answers(
                    200,
                    "application/json",
                    "{\"value\":[],\"@odata.nextLink\":\"" + elsewhere.baseUrl() + "/groups?$skiptoken=x\"}");

            assertUnavailable(() -> directory.members(GROUP), Trouble.SERVICE);
            assertUnavailable(
                    () -> directory.guestSignIns(elsewhere.baseUrl() + "/users?$skiptoken=x"), Trouble.SERVICE);
            assertUnavailable(
                    () -> directory.changedUsers(elsewhere.baseUrl() + "/users/delta()?$deltatoken=x"),
                    Trouble.SERVICE);
            assertUnavailable(
                    () -> directory.changedGroups(elsewhere.baseUrl() + "/groups/delta()?$deltatoken=x"),
                    Trouble.SERVICE);
            assertThat(elsewhere.received()).isEmpty();
        }
    }

    @Test
    void aPageOfChangesWithoutAWayOnIsNoAnswer() {
        graph.answers(200, "application/json", "{\"value\":[]}");

        assertUnavailable(() -> directory.changedUsers(null), Trouble.SERVICE);
        assertUnavailable(() -> directory.changedGroups(null), Trouble.SERVICE);
    }

    @Test
    void pagesThatLeadInACircleAreGivenUp() {
        graph.answers(
                200,
                "application/json",
                "{\"value\":[],\"@odata.nextLink\":\"" + graph.baseUrl() + "/groups?$skiptoken=x\"}");

        assertUnavailable(() -> directory.members(GROUP), Trouble.SERVICE);
    }

    @Test
    void aFailedPartIsToldOfItsAccountAndTheOthersAreRead() {
        ReadTogether<DirectoryUser> read = batchOf(429, "\"Retry-After\":\"7\"", 404, "");

        assertThatThrownBy(() -> read.get(USER)).isInstanceOfSatisfying(DirectoryUnavailable.class, e -> {
            assertThat(e.trouble()).isEqualTo(Trouble.SERVICE);
            assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        });
        assertThat(read.get(SECOND)).isEmpty();
        assertUnavailable(() -> batchOf(404, "", 403, "").get(SECOND), Trouble.PERMISSION);
        assertThat(batchOf(404, "", 404, "").failed()).isEmpty();
    }

    @Test
    void aBatchThatFailsAsAWholeIsNoAnswer() {
        graph.answersError(429, "TooManyRequests", "").with("Retry-After", "12");

        assertThatThrownBy(() -> directory.users(List.of(USER)).get(USER))
                .isInstanceOfSatisfying(
                        DirectoryUnavailable.class,
                        e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(12)));
        graph.answersError(403, "Authorization_RequestDenied", "");
        assertUnavailable(() -> directory.reportingLines(List.of(USER)).get(USER), Trouble.PERMISSION);
        graph.answers(200, "application/json", "{\"responses\":[]}");
        assertUnavailable(() -> directory.users(List.of(USER)).get(USER), Trouble.SERVICE);
    }

    @Test
    void readsBeyondThisNodesShareStayHereAndActsDoNot() {
        GraphGuestDirectory sparing = directory(Map.of("reads-per-second", 1));
        List<ObjectId> twenty = Stream.generate(() -> UUID.randomUUID().toString())
                .map(ObjectId::new)
                .limit(20)
                .toList();
        graph.answers(200, "application/json", "{\"responses\":[]}");
        sparing.users(twenty);
        int sent = graph.received().size();

        assertThatThrownBy(() -> sparing.users(twenty).get(twenty.get(0)))
                .isInstanceOfSatisfying(DirectoryUnavailable.class, e -> {
                    assertThat(e.trouble()).isEqualTo(Trouble.SERVICE);
                    assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(1));
                    assertThat(e).hasMessageContaining("reads-spent");
                });
        assertThat(graph.received()).hasSize(sent);

        graph.answers(204, "application/json", "");
        assertThat(sparing.delete(USER)).isEqualTo(new Answer.Done<>(USER));
    }

    @Test
    void eachCallHasAnIdOfItsOwn() {
        directory.delete(USER);
        directory.delete(USER);

        assertThat(graph.receivedHeaders("client-request-id"))
                .doesNotContainNull()
                .doesNotHaveDuplicates();
    }

    @Test
    void aCallThatMakesAnActIsKnownByItsIds() {
        graph.answers(204, "application/json", "").with("request-id", "the-directorys-own");
        ActCall call = new ActCall();

        call.around(() -> directory.delete(USER));

        assertThat(graph.receivedHeaders("client-request-id"))
                .containsExactly(call.clientRequestId().toString());
        assertThat(call.hasLeft()).isTrue();
        assertThat(call.requestId()).contains("the-directorys-own");
        assertThat(call.status()).contains(204);
        assertThat(ActCall.current()).isEmpty();
    }

    @Test
    void aReadOnTheWayToAnActIsNotTheCall() {
        graph.answersError(404, "Request_ResourceNotFound", "").with("request-id", "of-a-read");
        ActCall call = new ActCall();

        call.around(() -> directory.user(USER));

        assertThat(call.hasLeft()).isFalse();
        assertThat(call.requestId()).isEmpty();
    }

    @Test
    void whereNobodyListensNothingIsSent() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        GraphGuestDirectory cutOff = directory(Map.of("base-url", "http://localhost:" + port + "/v1.0"));

        assertThat(cutOff.delete(USER)).isEqualTo(new Answer.NotSent<>(Trouble.CONNECTION, "ConnectException"));
        assertUnavailable(() -> cutOff.user(USER), Trouble.CONNECTION);
    }

    @Test
    void whoseCertificateIsNotTrustedIsSentNothing() {
        GraphSettings settings = GraphFixture.settings(TENANT, Map.of());
        GraphSettings untrusting = GraphFixture.settings(TENANT, Map.of("truststore", ""));
        GraphClients clients = GraphFixture.clients(settings, Clock.systemUTC());
        GraphClients without = GraphFixture.clients(untrusting, Clock.systemUTC());

        assertThat(new GraphGuestDirectory(clients, settings).user(USER)).isEmpty();
        assertThat(new GraphGuestDirectory(without, untrusting).delete(USER))
                .isInstanceOfSatisfying(
                        Answer.NotSent.class,
                        notSent -> assertThat(notSent.trouble()).isEqualTo(Trouble.CONNECTION));
    }

    @Test
    void anActWhoseTimeHasPassedStaysHere() {
        graph.answers(204, "application/json", "");

        assertThat(SendBy.within(NOW.minusMillis(1), () -> directory.delete(USER)))
                .isEqualTo(new Answer.NotSent<>(Trouble.SERVICE, "too-late"));
        assertThat(SendBy.within(
                        NOW.plusSeconds(60),
                        () -> SendBy.within(NOW.minusMillis(1), () -> directory.enableSignIn(USER, false))))
                .isEqualTo(new Answer.NotSent<>(Trouble.SERVICE, "too-late"));
        assertThat(graph.received()).isEmpty();

        assertThat(SendBy.within(NOW, () -> directory.delete(USER))).isEqualTo(new Answer.Done<>(USER));
        assertThat(directory.delete(USER)).isEqualTo(new Answer.Done<>(USER));
    }

    @Test
    void readsGoOnWhenTheTimeOfActsHasPassed() {
        graph.answersError(404, "Request_ResourceNotFound", "");

        assertThat(SendBy.<Object>within(NOW.minusMillis(1), () -> directory.user(USER)))
                .isEqualTo(java.util.Optional.empty());
    }

    private ReadTogether<DirectoryUser> batchOf(
            int firstStatus, String firstHeaders, int secondStatus, String secondHeaders) {
        graph.answersBatch(List.of(
                "\"status\":%d,\"headers\":{%s},\"body\":{}".formatted(firstStatus, firstHeaders),
                "\"status\":%d,\"headers\":{%s},\"body\":{}".formatted(secondStatus, secondHeaders)));
        return directory.users(List.of(USER, SECOND));
    }

    private Answer<InvitedUser> invite() {
        return directory.invite(new NewInvitation(
                "m.okafor@harbour-clinic.example",
                "Dr Maya Okafor",
                URI.create("https://records.northfield.example/"),
                USER));
    }

    private GraphGuestDirectory directory(Map<String, ?> changes) {
        Map<String, Object> all = new java.util.LinkedHashMap<>(Map.of("base-url", graph.baseUrl()));
        all.putAll(changes);
        GraphSettings settings = GraphFixture.settings(TENANT, all);
        return new GraphGuestDirectory(GraphFixture.clients(settings, Clock.fixed(NOW, ZoneOffset.UTC)), settings);
    }

    private static void assertUnavailable(org.assertj.core.api.ThrowableAssert.ThrowingCallable read, Trouble trouble) {
        assertThatThrownBy(read)
                .isInstanceOfSatisfying(
                        DirectoryUnavailable.class, e -> assertThat(e.trouble()).isEqualTo(trouble));
    }
}
