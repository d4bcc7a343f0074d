package dev.guestward.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ReviewSettingsTest {
    @Test
    void withoutAWordTheDefaultsHold() {
        assertThat(bound(Map.of()))
                .isEqualTo(new ReviewSettings(
                        Duration.ofDays(90),
                        Duration.ofDays(7),
                        Duration.ofDays(14),
                        Duration.ofDays(3),
                        25,
                        Duration.ofDays(90),
                        List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "every, 29d",
        "every, 366d",
        "look-ahead, 15d",
        "answer-within, 2d",
        "escalate-within, 0d",
        "batch, 0",
        "batch, 301",
        "inactive-after, 29d"
    })
    void whatMakesNoSenseIsRefusedAtStartByName(String name, String value) {
        assertThatThrownBy(() -> bound(Map.of("guestward.review." + name, value)))
                .hasStackTraceContaining("guestward.review." + name + " must be between");
    }

    @ParameterizedTest
    @CsvSource({
        "signals.least-guests, 0",
        "signals.per-guest, 0s",
        "signals.kept-share, 0",
        "signals.bulk-share, 1.1",
        "signals.removed-later, 0",
        "signals.removed-within, 366d",
        "signals.pause, 59s",
        "second-look.share, 1.1",
        "second-look.share, -0.1",
        "second-look.least-kept, 0"
    })
    void soIsWhatIsSaidAboutSignalsAndSecondLooks(String name, String value) {
        String property = "guestward.review." + name;
        Binder binder = new Binder(new MapConfigurationPropertySource(Map.of(property, value)));
        boolean signals = name.startsWith("signals");
        Class<?> type = signals ? SignalSettings.class : SecondLookSettings.class;
        String prefix = "guestward.review." + (signals ? "signals" : "second-look");

        assertThatThrownBy(() -> binder.bindOrCreate(prefix, type)).hasStackTraceContaining(property + " must be");
    }

    @Test
    void nobodyLooksASecondTimeUnlessPolicySaysSo() {
        SecondLookSettings settings = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("guestward.review.second-look", SecondLookSettings.class);

        assertThat(settings.isOff()).isTrue();
    }

    private static ReviewSettings bound(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("guestward.review", ReviewSettings.class);
    }
}
