package dev.guestward.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The twin keeps the contract, and fails in the ways it is told to. */
class InMemoryDirectoryTest extends GuestDirectoryContract {
    private final InMemoryDirectory directory = new InMemoryDirectory(Clock.systemUTC());
    private final DirectoryUser employee = employee("amara.singh");
    private final DirectoryUser manager = employee("freya.nolan");
    private final DirectoryUser other = employee("ben.ortiz");

    @Override
    protected Fixture tenant() {
        directory.manages(manager.id(), employee.id());
        return new InMemoryFixture();
    }

    @Test
    void aNewAccountShowsLateWhenToldSo() {
        directory.showAccountsLate();
        ObjectId guest = invited("m.okafor@harbour-clinic.example");

        assertThat(directory.user(guest)).isEmpty();
        assertThat(directory.usersWithMail("m.okafor@harbour-clinic.example")).isEmpty();
        directory.showAll();
        assertThat(directory.user(guest)).isPresent();
    }

    @Test
    void readsShowThePastWhileActsGoOn() {
        ObjectId guest = invited("m.okafor@harbour-clinic.example");
        directory.showOnlyThePast();

        directory.enableSignIn(guest, false);

        assertThat(directory.user(guest).orElseThrow().enabled()).isTrue();
        directory.showTheTruth();
        assertThat(directory.user(guest).orElseThrow().enabled()).isFalse();
    }

    @Test
    void noReadIsAnsweredWhenToldSo() {
        directory.answerNoReads(Trouble.CREDENTIAL);

        assertThatThrownBy(() -> directory.user(employee.id()))
                .isInstanceOfSatisfying(
                        DirectoryUnavailable.class, e -> assertThat(e.trouble()).isEqualTo(Trouble.CREDENTIAL));
    }

    @Test
    void whatDoesNotLeaveTheHouseChangesNothing() {
        ObjectId guest = invited("m.okafor@harbour-clinic.example");

        for (InMemoryDirectory.Trouble trouble : List.of(
                InMemoryDirectory.Trouble.NOT_SENT,
                InMemoryDirectory.Trouble.NO_CREDENTIAL,
                InMemoryDirectory.Trouble.REQUEST_LOST,
                InMemoryDirectory.Trouble.PERMISSION_REFUSED)) {
            directory.next(trouble);
            assertThat(directory.enableSignIn(guest, false)).isNotInstanceOf(Answer.Done.class);
            assertThat(directory.user(guest).orElseThrow().enabled()).isTrue();
        }
        assertThat(directory.accepted()).containsExactly("invite m.okafor@harbour-clinic.example");
    }

    private DirectoryUser employee(String name) {
        return directory.add(name + "@northfield.example", DirectoryUser.Kind.MEMBER, DirectoryUser.Redemption.NONE);
    }

    private ObjectId invited(String email) {
        Answer<InvitedUser> answer = directory.invite(new NewInvitation(
                email, "Dr Maya Okafor", URI.create("https://records.northfield.example/"), employee.id()));
        return ((Answer.Done<InvitedUser>) answer).value().id();
    }

    private final class InMemoryFixture implements Fixture {
        private final ObjectId group = new ObjectId(UUID.randomUUID().toString());
        private final AppRole appRole = new AppRole(
                new ObjectId(UUID.randomUUID().toString()), new ObjectId("00000000-0000-0000-0000-000000000000"));

        @Override
        public GuestDirectory directory() {
            return directory;
        }

        @Override
        public ObjectId employee() {
            return employee.id();
        }

        @Override
        public String employeesAddress() {
            return "amara.singh@northfield.example";
        }

        @Override
        public ObjectId employeesManager() {
            return manager.id();
        }

        @Override
        public ObjectId otherEmployee() {
            return other.id();
        }

        @Override
        public ObjectId group() {
            return group;
        }

        @Override
        public AppRole appRole() {
            return appRole;
        }

        @Override
        public String ownDomain() {
            return "northfield.example";
        }

        @Override
        public void redeem(InvitedUser invited) {
            directory.redeem(
                    String.valueOf(directory.user(invited.id()).orElseThrow().mail()));
        }

        @Override
        public void purge(ObjectId user) {
            directory.purge(user);
        }

        @Override
        public ObjectId newGroup(String name, HeldGroup.Filled filled) {
            ObjectId made = new ObjectId(UUID.randomUUID().toString());
            directory.filled(made, name, filled);
            return made;
        }

        @Override
        public void join(ObjectId to, ObjectId user) {
            directory.joins(to, user);
        }

        @Override
        public void nest(ObjectId inner, ObjectId outer) {
            directory.nests(inner, outer);
        }

        @Override
        public void giveDirectoryRole(ObjectId user, String name) {
            directory.holds(user, Membership.Kind.DIRECTORY_ROLE, name);
        }

        @Override
        public void signedIn(ObjectId user, Instant successful, Instant attempt) {
            directory.signedIn(new SignIn(user, successful, attempt));
        }

        @Override
        public void loseNextAnswer() {
            directory.next(InMemoryDirectory.Trouble.ANSWER_LOST);
        }

        @Override
        public void throttleNext() {
            directory.next(InMemoryDirectory.Trouble.THROTTLED);
        }

        @Override
        public void stopInvitations() {
            directory.next(InMemoryDirectory.Trouble.INVITATIONS_STOPPED);
        }

        @Override
        public void withholdSignIns() {
            directory.showNoSignIns("Authentication_RequestFromNonPremiumTenantOrB2CTenant");
        }

        @Override
        public void forgetCursors() {
            directory.forgetCursors();
        }

        @Override
        public void calmDown() {
            directory.calmDown();
        }
    }
}
