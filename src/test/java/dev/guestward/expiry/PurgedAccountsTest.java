package dev.guestward.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.directory.ObjectId;
import dev.guestward.directory.Trouble;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import java.sql.Timestamp;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class PurgedAccountsTest extends OnGuestsThatEnd {
    @Autowired
    PurgedAccounts purged;

    @Test
    void anAccountThatIsNeitherAmongTheUsersNorInTheRecycleBinIsGoneForGood() {
        GuestId guest = deleted(31);
        directory.purge(account(guest));

        purged.run();

        assertThat(current(guest).state()).isEqualTo(GuestState.PURGED);
        assertThat(codes(guest)).containsOnlyOnce("purged");
    }

    @Test
    void anAccountInTheRecycleBinIsStillDeleted() {
        GuestId guest = deleted(31);

        purged.run();

        assertThat(current(guest).state()).isEqualTo(GuestState.DELETED);
    }

    @Test
    void anAccountThatSomebodyBroughtBackIsNotGone() {
        GuestId guest = deleted(31);
        directory.restore(account(guest));

        purged.run();

        assertThat(current(guest).state()).isEqualTo(GuestState.DELETED);
    }

    @Test
    void beforeThirtyDaysNobodyLooks() {
        GuestId guest = deleted(29);
        directory.purge(account(guest));

        purged.run();

        assertThat(current(guest).state()).isEqualTo(GuestState.DELETED);
    }

    @Test
    void aDirectoryThatDoesNotAnswerProvesNothing() {
        GuestId guest = deleted(31);
        directory.purge(account(guest));
        directory.answerNoReads(Trouble.CONNECTION);

        purged.run();
        assertThat(current(guest).state()).isEqualTo(GuestState.DELETED);

        directory.calmDown();
        purged.run();
        assertThat(current(guest).state()).isEqualTo(GuestState.PURGED);
    }

    private GuestId deleted(int daysAgo) {
        GuestId guest = activeUntil(Duration.ofDays(1));
        ObjectId account = account(guest);
        directory.delete(account);
        db.sql("update guest set state = 'DELETED', state_since = ? where id = ?")
                .params(Timestamp.from(clock.instant().minus(Duration.ofDays(daysAgo))), guest.value())
                .update();
        return guest;
    }
}
