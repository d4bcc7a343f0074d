package dev.guestward.directory.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.Hospital;
import dev.guestward.directory.Answer;
import dev.guestward.directory.DeltaExpired;
import dev.guestward.directory.DeltaPage;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.InvitedUser;
import dev.guestward.directory.NewInvitation;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.StaffMember;
import dev.guestward.directory.Trouble;
import dev.guestward.simulatedtenant.Seeds;
import dev.guestward.simulatedtenant.SimulatedTenant;
import dev.guestward.simulatedtenant.SimulatedTenantOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The adapter over the real SDK, real tokens and TLS, against the simulated tenant. */
class GraphAdapterTest {
    private static final ObjectId GROUP = new ObjectId(Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID);
    private static final SimulatedTenant TENANT = SimulatedTenant.start(SimulatedTenantOptions.ephemeral());
    private static final Hospital CONTROL = new Hospital(TENANT.httpUrl(), TENANT.httpUrl());

    private final GraphGuestDirectory directory = directory(TENANT.clientSecret());

    @AfterAll
    static void stop() {
        TENANT.close();
    }

    @AfterEach
    void noFaults() {
        CONTROL.tenant("PUT", "/_sim/faults", List.of());
    }

    @Test
    void anInvitedGuestIsPendingAndFoundByAddress() {
        String email = address();

        InvitedUser invited = done(invite(email));

        DirectoryUser user = directory.user(invited.id()).orElseThrow();
        assertThat(user.isGuest()).isTrue();
        assertThat(user.redemption()).isEqualTo(DirectoryUser.Redemption.PENDING);
        assertThat(directory.usersWithMail(email)).extracting(DirectoryUser::id).containsExactly(invited.id());
        assertThat(invited.toString()).doesNotContain(invited.redeemUrl());
    }

    @Test
    void invitingAgainGivesTheSameAccountAndAnotherLink() {
        String email = address();

        InvitedUser first = done(invite(email));
        InvitedUser second = done(invite(email));

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.redeemUrl()).isNotEqualTo(first.redeemUrl());
    }

    @Test
    void redemptionIsRead() {
        InvitedUser invited = done(invite(address()));
        CONTROL.redeem(invited.redeemUrl());

        DirectoryUser user = directory.user(invited.id()).orElseThrow();

        assertThat(user.hasAccepted()).isTrue();
        assertThat(user.redemptionChangedAt()).isNotNull();
        assertThat(user.identityIssuer()).isEqualTo("ExternalAzureAD");
    }

    @Test
    void whatTheTenantForbidsIsRefusedByPolicy() {
        Answer<InvitedUser> answer = invite("x" + UUID.randomUUID() + "@blocked.example");

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Answer.Reason.POLICY));
    }

    @Test
    void membershipIsGivenOnceAndReadBack() {
        ObjectId guest = done(invite(address())).id();
        assertThat(directory.isMember(GROUP, guest)).isFalse();

        assertThat(directory.addMembers(GROUP, List.of(guest))).isInstanceOf(Answer.Done.class);
        assertThat(directory.isMember(GROUP, guest)).isTrue();

        assertThat(directory.addMembers(GROUP, List.of(guest)))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Answer.Reason.INVALID));
    }

    @Test
    void somebodyUnknownIsNotThere() {
        assertThat(directory.user(new ObjectId(UUID.randomUUID().toString()))).isEmpty();
    }

    @Test
    void anActIsSentOnceEvenWhenTheServiceFailsAfterIt() {
        String email = address();
        fault("POST", "/invitations", "after", 503, false);

        Answer<InvitedUser> answer = invite(email);

        assertThat(answer).isInstanceOf(Answer.Unknown.class);
        assertThat(invitationsSent(email)).isEqualTo(1);
        assertThat(directory.usersWithMail(email)).hasSize(1);
    }

    @Test
    void aCutConnectionIsUnknownAndNotRepeated() {
        String email = address();
        fault("POST", "/invitations", "after", 503, true);

        assertThat(invite(email)).isInstanceOf(Answer.Unknown.class);
        assertThat(invitationsSent(email)).isEqualTo(1);
    }

    @Test
    void aThrottledActSaysHowLongToWait() {
        CONTROL.tenant(
                "PUT",
                "/_sim/faults",
                List.of(Map.of(
                        "method",
                        "POST",
                        "path",
                        "/invitations",
                        "mode",
                        "before",
                        "status",
                        429,
                        "retryAfter",
                        17,
                        "times",
                        1)));

        assertThat(invite(address()))
                .isInstanceOfSatisfying(
                        Answer.Throttled.class,
                        throttled -> assertThat(throttled.after()).isEqualTo(Duration.ofSeconds(17)));
    }

    @Test
    void aReadThatFailsSaysSoAndConcludesNothing() {
        fault("GET", "/users/*", "before", 503, false);

        assertThatThrownBy(() -> directory.user(new ObjectId(Seeds.AMARA_SINGH_ID)))
                .isInstanceOf(DirectoryUnavailable.class)
                .hasMessageNotContaining("Singh");
    }

    @Test
    void aWrongSecretLetsActsWaitInsteadOfFailing() {
        GraphGuestDirectory locked = directory("not-the-secret");

        assertThat(locked.addMembers(GROUP, List.of(new ObjectId(Seeds.AMARA_SINGH_ID))))
                .isEqualTo(new Answer.NotSent<>(Trouble.CREDENTIAL, "AADSTS7000215"));
        assertThatThrownBy(() -> locked.user(new ObjectId(Seeds.AMARA_SINGH_ID)))
                .isInstanceOf(DirectoryUnavailable.class)
                .hasMessageContaining("AADSTS7000215");
    }

    @Test
    void changesSinceTheLastRoundAreFoundPageByPage() {
        String cursor = wholeRound().next();
        ObjectId guest = done(invite(address())).id();

        DeltaPage page = directory.changedUsers(cursor);

        assertThat(page.last()).isTrue();
        assertThat(page.entries()).extracting(DeltaPage.Entry::id).contains(guest);
        assertThat(directory.changedUsers(page.next()).entries()).isEmpty();
    }

    @Test
    void aDeletedAccountComesAsRemoved() {
        ObjectId guest = done(invite(address())).id();
        String cursor = wholeRound().next();
        CONTROL.tenant("DELETE", "/_sim/users/" + guest, "");

        assertThat(directory.changedUsers(cursor).entries())
                .filteredOn(entry -> entry.id().equals(guest))
                .extracting(DeltaPage.Entry::removed)
                .containsExactly("changed");
    }

    @Test
    void aCursorTheDirectoryNoLongerKnowsIsExpired() {
        String cursor = wholeRound().next();
        CONTROL.tenant("POST", "/_sim/clock", Map.of("by", "P8D"));

        assertThatThrownBy(() -> directory.changedUsers(cursor)).isInstanceOf(DeltaExpired.class);
    }

    @Test
    void aCursorThatLeadsElsewhereIsNotFollowed() {
        assertThatThrownBy(() -> directory.changedUsers("https://evil.example/v1.0/users/delta()?$deltatoken=x"))
                .isInstanceOf(DirectoryUnavailable.class)
                .hasMessageContaining("another host");
    }

    @Test
    void aGroupOfEmployeesIsListed() {
        assertThat(directory.staffIn(new ObjectId(Seeds.SPONSORS_GROUP_ID)))
                .extracting(StaffMember::displayName)
                .containsExactlyInAnyOrder("Amara Singh", "Ben Ortiz", "Chloe Martin");
        assertThatThrownBy(
                        () -> directory.staffIn(new ObjectId(UUID.randomUUID().toString())))
                .isInstanceOf(DirectoryUnavailable.class);
    }

    private DeltaPage wholeRound() {
        DeltaPage page = directory.changedUsers(null);
        while (!page.last()) {
            page = directory.changedUsers(page.next());
        }
        return page;
    }

    private static String address() {
        return "m.okafor" + UUID.randomUUID().toString().substring(0, 8) + "@harbour-clinic.example";
    }

    private Answer<InvitedUser> invite(String email) {
        return directory.invite(new NewInvitation(
                email,
                "Dr Maya Okafor",
                URI.create("https://records.northfield.example/"),
                new ObjectId(Seeds.AMARA_SINGH_ID)));
    }

    private static <T> T done(Answer<T> answer) {
        if (answer instanceof Answer.Done<T> done) {
            return done.value();
        }
        throw new AssertionError("Not done: " + answer);
    }

    private static void fault(String method, String path, String mode, int status, boolean cut) {
        CONTROL.tenant(
                "PUT",
                "/_sim/faults",
                List.of(Map.of(
                        "method", method, "path", path, "mode", mode, "status", status, "cut", cut, "times", 1)));
    }

    private static long invitationsSent(String email) {
        return java.util.stream.StreamSupport.stream(
                        CONTROL.tenant("GET", "/_sim/log?after=0", "").json().spliterator(), false)
                .filter(entry -> entry.path("path").asText().endsWith("/invitations"))
                .filter(entry -> entry.path("body").toString().contains(email))
                .count();
    }

    private static GraphGuestDirectory directory(String secret) {
        return GraphFixture.directory(TENANT, Map.of("client-secret", secret));
    }
}
