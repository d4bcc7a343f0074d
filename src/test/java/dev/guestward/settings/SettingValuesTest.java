package dev.guestward.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.settings.EffectiveSettings.Setting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SettingValuesTest {
    record Nested(int mostAtOnce) {}

    record Example(
            Duration answerWithin,
            List<Duration> reminders,
            boolean on,
            TimeUnit unit,
            Nested limits,
            String secret,
            List<String> people,
            List<Duration> none) {}

    @Test
    void timesNumbersSwitchesAndChoicesAreShownUnderTheirProperties() {
        Example example = new Example(
                Duration.ofHours(36),
                List.of(Duration.ofDays(3), Duration.ofMinutes(90)),
                true,
                TimeUnit.MILLISECONDS,
                new Nested(20),
                "hush",
                List.of("amara.singh@northfield.example"),
                List.of());

        assertThat(SettingValues.of("guestward.example", example))
                .containsExactly(
                        new Setting("guestward.example.answer-within", "36h"),
                        new Setting("guestward.example.reminders", "3d, 90m"),
                        new Setting("guestward.example.on", "true"),
                        new Setting("guestward.example.unit", "milliseconds"),
                        new Setting("guestward.example.limits.most-at-once", "20"));
    }
}
