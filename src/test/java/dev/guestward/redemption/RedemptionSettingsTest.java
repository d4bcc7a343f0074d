package dev.guestward.redemption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedemptionSettingsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 3 14 | 14 | 5 | 30 | reminders",
                "3 3 | 14 | 5 | 30 | reminders",
                "0 3 | 14 | 5 | 30 | reminders",
                "3 7 15 | 14 | 5 | 30 | ask-sponsor-after",
                "3 | 14 | 0 | 30 | remind-sponsor-after",
                "3 7 14 | 14 | 5 | 19 | lapse-after"
            })
    void whatCannotBeIsRefusedByName(String reminders, int ask, int remind, int lapse, String named) {
        assertThatThrownBy(() -> settings(reminders, ask, remind, lapse))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("guestward.redemption." + named);
    }

    @Test
    void thereMayBeNoReminders() {
        RedemptionSettings none = new RedemptionSettings(
                List.of(), Duration.ofDays(7), Duration.ofDays(2), Duration.ofDays(10), Duration.ofHours(1));

        assertThat(none.reminders()).isEmpty();
    }

    private static RedemptionSettings settings(String reminders, int ask, int remind, int lapse) {
        return new RedemptionSettings(
                Arrays.stream(reminders.split(" "))
                        .map(Integer::parseInt)
                        .map(Duration::ofDays)
                        .toList(),
                Duration.ofDays(ask),
                Duration.ofDays(remind),
                Duration.ofDays(lapse),
                Duration.ofHours(1));
    }
}
