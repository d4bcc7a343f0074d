package dev.guestward.directory.graph;

import dev.guestward.Hospital;
import dev.guestward.directory.AppRole;
import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.GuestDirectoryContract;
import dev.guestward.directory.InvitedUser;
import dev.guestward.directory.ObjectId;
import dev.guestward.simulatedtenant.Seeds;
import dev.guestward.simulatedtenant.SimulatedTenant;
import dev.guestward.simulatedtenant.SimulatedTenantOptions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/** The adapter keeps the contract over the real SDK, real tokens and TLS, against the simulated tenant. */
class GraphGuestDirectoryTest extends GuestDirectoryContract {
    private static final SimulatedTenant TENANT = SimulatedTenant.start(SimulatedTenantOptions.ephemeral());
    private static final Fixture FIXTURE = new SimulatedFixture(
            new Hospital(TENANT.httpUrl(), TENANT.httpUrl()), GraphFixture.directory(TENANT, Map.of()));

    @AfterAll
    static void stop() {
        TENANT.close();
    }

    @Override
    protected Fixture tenant() {
        return FIXTURE;
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

        private void fault(Map<String, ?> fault) {
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
