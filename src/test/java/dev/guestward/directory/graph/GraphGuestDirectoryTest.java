package dev.guestward.directory.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.Hospital;
import dev.guestward.directory.Answer;
import dev.guestward.directory.AppRole;
import dev.guestward.directory.DeltaExpired;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.GuestDirectoryContract;
import dev.guestward.directory.HeldGroup;
import dev.guestward.directory.InvitedUser;
import dev.guestward.directory.NewInvitation;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.StaffMember;
import dev.guestward.simulatedtenant.Seeds;
import dev.guestward.simulatedtenant.SimulatedTenant;
import dev.guestward.simulatedtenant.SimulatedTenantOptions;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The adapter keeps the contract over the real SDK, real tokens and TLS, against the simulated tenant. */
class GraphGuestDirectoryTest extends GuestDirectoryContract {
    private static final SimulatedTenant TENANT = SimulatedTenant.start(SimulatedTenantOptions.ephemeral());
    private static final SimulatedFixture FIXTURE = new SimulatedFixture(
            new Hospital(TENANT.httpUrl(), TENANT.httpUrl()), GraphFixture.directory(TENANT, Map.of()));

    @AfterAll
    static void stop() {
        TENANT.close();
    }

    @Override
    protected Fixture tenant() {
        return FIXTURE;
    }

    @Test
    void whatTheTenantForbidsIsRefusedByPolicy() {
        assertThat(invite("x" + UUID.randomUUID() + "@" + Seeds.BLOCKED_DOMAIN))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Answer.Reason.POLICY));
    }

    @Test
    void anActIsSentOnceEvenWhenTheServiceFailsAfterIt() {
        String failing = "m.okafor" + UUID.randomUUID() + "@harbour-clinic.example";
        String cut = "m.okafor" + UUID.randomUUID() + "@harbour-clinic.example";

        FIXTURE.fault(Map.of("method", "POST", "path", "/invitations", "mode", "after", "status", 503, "times", 2));
        assertThat(invite(failing)).isEqualTo(new Answer.Unknown<>("status 503"));
        FIXTURE.fault(Map.of("method", "POST", "path", "/invitations", "mode", "after", "cut", true, "times", 2));
        assertThat(invite(cut)).isInstanceOf(Answer.Unknown.class);

        assertThat(invitationsSent(failing)).isEqualTo(1);
        assertThat(invitationsSent(cut)).isEqualTo(1);
    }

    @Test
    void aReadThatFailsSaysSoByCodesOnly() {
        FIXTURE.fault(Map.of("method", "GET", "path", "/users/*", "status", 503, "times", 1));

        assertThatThrownBy(() -> FIXTURE.directory().user(FIXTURE.employee()))
                .isInstanceOf(DirectoryUnavailable.class)
                .hasMessage("Reading a user failed: 503 ServiceUnavailable");
    }

    @Test
    void aReadIsMadeAgainWhenItsConnectionWasCut() {
        FIXTURE.fault(Map.of("method", "GET", "path", "/users/*", "cut", true, "times", 1));

        assertThat(FIXTURE.directory().user(FIXTURE.employee())).isPresent();
    }

    @Test
    void aStoredCursorThatIsRefusedIsExpiredWhateverTheCodeAndARefusalOfOursIsNot() {
        GuestDirectory directory = FIXTURE.directory();
        String cursor = wholeRoundOfUsers();

        for (int status : new int[] {400, 404, 410}) {
            fails(status);
            assertThatThrownBy(() -> directory.changedUsers(cursor)).isInstanceOf(DeltaExpired.class);
            fails(status);
            assertThatThrownBy(() -> directory.changedGroups(cursor)).isInstanceOf(DeltaExpired.class);
            fails(status);
            assertThatThrownBy(() -> directory.guestSignIns(cursor)).isInstanceOf(DeltaExpired.class);
        }
        fails(403);
        assertThatThrownBy(() -> directory.changedUsers(cursor)).isInstanceOf(DirectoryUnavailable.class);
        fails(400);
        assertThatThrownBy(() -> directory.guestSignIns(null)).isInstanceOf(DirectoryUnavailable.class);
    }

    private static void fails(int status) {
        FIXTURE.fault(Map.of("method", "GET", "path", "/users**", "status", status, "times", 1));
    }

    @Test
    void aGroupOfEmployeesIsListedAndAMissingGroupIsNoEmptyOne() {
        GuestDirectory directory = FIXTURE.directory();
        ObjectId missing = new ObjectId(UUID.randomUUID().toString());

        assertThat(directory.staffIn(new ObjectId(Seeds.SPONSORS_GROUP_ID)))
                .extracting(StaffMember::displayName)
                .containsExactlyInAnyOrder("Amara Singh", "Ben Ortiz", "Chloe Martin");
        assertThatThrownBy(() -> directory.staffIn(missing)).isInstanceOf(DirectoryUnavailable.class);
        assertThatThrownBy(() -> directory.members(missing)).isInstanceOf(DirectoryUnavailable.class);
    }

    private static Answer<InvitedUser> invite(String email) {
        return FIXTURE.directory()
                .invite(new NewInvitation(
                        email,
                        "Dr Maya Okafor",
                        URI.create("https://records.northfield.example/"),
                        FIXTURE.employee()));
    }

    private static long invitationsSent(String email) {
        return StreamSupport.stream(
                        FIXTURE.control()
                                .tenant("GET", "/_sim/log?after=0", "")
                                .json()
                                .spliterator(),
                        false)
                .filter(entry -> entry.path("path").asText().endsWith("/invitations"))
                .filter(entry -> entry.path("body").toString().contains(email))
                .count();
    }

    private record SimulatedFixture(Hospital control, GuestDirectory directory) implements Fixture {

        @Override
        public ObjectId employee() {
            return new ObjectId(Seeds.AMARA_SINGH_ID);
        }

        @Override
        public String employeesAddress() {
            return "amara.singh@northfield.example";
        }

        @Override
        public ObjectId employeesManager() {
            return new ObjectId(Seeds.FREYA_NOLAN_ID);
        }

        @Override
        public ObjectId otherEmployee() {
            return new ObjectId(Seeds.BEN_ORTIZ_ID);
        }

        @Override
        public ObjectId group() {
            return new ObjectId(Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID);
        }

        @Override
        public AppRole appRole() {
            return new AppRole(new ObjectId(Seeds.HEALTH_RECORDS_SP_ID), new ObjectId(Seeds.CLINICIAN_ROLE_ID));
        }

        @Override
        public String ownDomain() {
            return Seeds.VERIFIED_DOMAIN;
        }

        @Override
        public void redeem(InvitedUser invited) {
            control.redeem(invited.redeemUrl());
        }

        @Override
        public void purge(ObjectId user) {
            control("DELETE", "/_sim/users/" + user + "?permanent=true", "");
        }

        @Override
        public ObjectId newGroup(String name, HeldGroup.Filled filled) {
            Map<String, Object> body = new HashMap<>(Map.of("displayName", name));
            switch (filled) {
                case BY_HAND -> {}
                case BY_RULE -> {
                    body.put("groupTypes", List.of("DynamicMembership"));
                    body.put("membershipRule", "user.userType -eq \"Guest\"");
                }
                case ON_PREMISES -> body.put("onPremisesSyncEnabled", true);
                case WITH_ROLES -> body.put("isAssignableToRole", true);
            }
            return new ObjectId(control.tenant("POST", "/_sim/groups", body)
                    .json()
                    .path("id")
                    .asText());
        }

        @Override
        public void join(ObjectId group, ObjectId user) {
            control("PUT", "/_sim/groups/" + group + "/members/" + user, "");
        }

        @Override
        public void nest(ObjectId inner, ObjectId outer) {
            join(outer, inner);
        }

        @Override
        public void giveDirectoryRole(ObjectId user, String name) {
            control("PATCH", "/_sim/users/" + user, Map.of("directoryRoles", List.of(name)));
        }

        @Override
        public void signedIn(ObjectId user, Instant successful, Instant attempt) {
            control(
                    "PATCH",
                    "/_sim/users/" + user,
                    Map.of(
                            "signInActivity",
                            Map.of(
                                    "lastSuccessfulSignInDateTime",
                                    successful.toString(),
                                    "lastSignInDateTime",
                                    attempt.toString())));
        }

        @Override
        public void loseNextAnswer() {
            fault(Map.of("method", "*", "path", "**", "mode", "after", "cut", true, "times", 1));
        }

        @Override
        public void throttleNext() {
            fault(Map.of("method", "*", "path", "**", "status", 429, "retryAfter", 7, "times", 1));
        }

        @Override
        public void stopInvitations() {
            control("PUT", "/_sim/policies", Map.of("suspiciousActivity", true));
        }

        @Override
        public void withholdSignIns() {
            control("PUT", "/_sim/policies", Map.of("premium", false));
        }

        @Override
        public void forgetCursors() {
            control("POST", "/_sim/clock", Map.of("by", "P8D"));
        }

        @Override
        public void calmDown() {
            control("PUT", "/_sim/faults", List.of());
            control("PUT", "/_sim/policies", Map.of("suspiciousActivity", false, "premium", true));
        }

        void fault(Map<String, ?> fault) {
            control("PUT", "/_sim/faults", List.of(fault));
        }

        private void control(String method, String path, Object body) {
            Hospital.Reply reply = control.tenant(method, path, body);
            if (reply.status() >= 300) {
                throw new IllegalStateException(path + " was answered " + reply);
            }
        }
    }
}
