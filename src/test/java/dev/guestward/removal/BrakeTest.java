package dev.guestward.removal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.guest.GuestId;
import dev.guestward.invitation.process.InvitationSlice;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

@SpringJUnitConfig(InvitationSlice.class)
class BrakeTest {
    @Autowired
    Brake brake;

    @Autowired
    JdbcClient db;

    @BeforeEach
    void empty() {
        db.sql("delete from brake_use").update();
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "250, 5", "300, 6", "5000, 100", "25000, 500", "1000000, 500"})
    void theCapIsTwoInAHundredWithinItsLimits(long managed, long cap) {
        assertThat(Brake.cap(managed)).isEqualTo(cap);
    }

    @Test
    void theSameActOfTheSameGuestCountsOnce() {
        GuestId guest = GuestId.random();

        IntStream.range(0, 10)
                .forEach(i -> assertThat(brake.mayDelete(guest, "lapse")).isTrue());

        assertThat(used()).isEqualTo(1);
        assertThat(brake.mayDelete(guest, "expiry")).isTrue();
        assertThat(used()).isEqualTo(2);
    }

    @Test
    void thereIsRoomAgainOnceTheOldestIsADayBack() {
        IntStream.range(0, 5).forEach(i -> brake.mayDelete(GuestId.random(), "lapse"));
        GuestId held = GuestId.random();
        assertThat(brake.mayDelete(held, "lapse")).isFalse();

        db.sql("update brake_use set counted_at = counted_at - interval '24 hours' where guest_id ="
                        + " (select guest_id from brake_use limit 1)")
                .update();

        assertThat(brake.mayDelete(held, "lapse")).isTrue();
        assertThat(brake.mayDelete(GuestId.random(), "lapse")).isFalse();
    }

    @Test
    void aPlaceThatWasNotNeededIsThereForTheNext() {
        IntStream.range(0, 4).forEach(i -> brake.mayDelete(GuestId.random(), "lapse"));
        GuestId spared = GuestId.random();
        GuestId held = GuestId.random();
        assertThat(brake.mayDelete(spared, "lapse")).isTrue();
        assertThat(brake.mayDelete(held, "lapse")).isFalse();

        brake.giveBack(spared, "lapse");
        brake.giveBack(spared, "lapse");

        assertThat(brake.mayDelete(held, "lapse")).isTrue();
        assertThat(brake.mayDelete(spared, "lapse")).isFalse();
    }

    @Test
    void manyWhoAskAtOnceGetNoMoreThanThereIs() throws Exception {
        ExecutorService many = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> questions = IntStream.range(0, 20)
                    .<Callable<Boolean>>mapToObj(i -> () -> brake.mayDelete(GuestId.random(), "lapse"))
                    .toList();
            long yes = 0;
            for (Future<Boolean> answer : many.invokeAll(questions)) {
                yes += answer.get() ? 1 : 0;
            }
            assertThat(yes).isEqualTo(5);
        } finally {
            many.shutdownNow();
        }
    }

    private long used() {
        return db.sql("select count(*) from brake_use").query(Long.class).single();
    }
}
