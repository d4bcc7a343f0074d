package dev.guestward.desk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {
    @Test
    void invisibleCharactersAreGone() {
        assertThat(Shown.text("Dr \u202EaayaM\u2066 \u200BOka\u0007for")).isEqualTo("Dr aayaM Okafor");
    }

    @Test
    void lettersOfEveryKindAndLineBreaksStay() {
        assertThat(Shown.text("Zoë Łukasz 王小明 😀\nsecond line")).isEqualTo("Zoë Łukasz 王小明 😀\nsecond line");
    }
}
