package dev.guestward.desk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypedCountTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"1234", " 1234 ", "1,234", "1.234", "1 234", "1\u00a0234", "1\u202f234", "1'234", "1\u2019234"})
    void aNumberIsTakenAsPeopleGroupIt(String typed) {
        assertThat(TypedCount.of(typed)).isEqualTo(1234);
    }

    @Test
    void millionsToo() {
        assertThat(TypedCount.of("1,234,567")).isEqualTo(1_234_567);
        assertThat(TypedCount.of("0")).isEqualTo(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "all", "-1", "1,23", "1.5", "12,34", ",234", "1,,234", "1234567890", "1,234,", "1,2345"
            })
    void whatIsNoWholeNumberIsNone(String typed) {
        assertThat(TypedCount.of(typed)).isNull();
        assertThat(TypedCount.of(null)).isNull();
    }
}
