package dev.guestward.signup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SignUpSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "poll-every, 1ms",
        "confirm-within, 9m",
        "confirm-within, 8d",
        "answer-within, 23h",
        "ended-kept, 400d",
        "mails-per-address, 0",
        "mails-per-address, 21",
        "mails-per-hour, 0",
        "posts-per-source, -1",
        "posts-per-hour, 100001"
    })
    void aWrongValueIsNamed(String name, String value) {
        assertThat(catchThrowable(() -> bound("guestward.sign-up." + name, value)))
                .rootCause()
                .hasMessageContaining("guestward.sign-up." + name);
    }

    @ParameterizedTest
    @CsvSource({"mails-per-address, 1", "confirm-within, 10m", "posts-per-hour, 100000"})
    void theBoundsThemselvesAreGood(String name, String value) {
        assertThat(bound("guestward.sign-up." + name, value).enabled()).isFalse();
    }

    private static SignUpSettings bound(String name, String value) {
        return new Binder(new MapConfigurationPropertySource(Map.of(name, value)))
                .bind("guestward.sign-up", SignUpSettings.class)
                .get();
    }
}
