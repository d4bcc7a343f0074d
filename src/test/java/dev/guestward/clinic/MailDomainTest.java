package dev.guestward.clinic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailDomainTest {
    @ParameterizedTest
    @CsvSource({
        "harbour-clinic.example, harbour-clinic.example",
        "' Harbour-Clinic.Example ', harbour-clinic.example",
        "a.b.c.example, a.b.c.example",
        "Müller-Praxis.example, xn--mller-praxis-dlb.example",
        "xn--mller-praxis-dlb.example, xn--mller-praxis-dlb.example",
        "praxis。example, praxis.example",
        "xn--e1afmkfd.xn--p1ai, xn--e1afmkfd.xn--p1ai"
    })
    void aDomainIsKeptAsMailServersWriteIt(String typed, String kept) {
        assertThat(MailDomain.of(typed)).contains(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                ".example",
                "clinic.example.",
                "a..example",
                "-a.example",
                "a-.example",
                "a_b.example",
                "a b.example",
                "maya@clinic.example",
                "https://clinic.example",
                "10.0.0.1",
                "clinic.123",
                "xn--.example",
                "xn--a.example",
                "\uD800.example"
            })
    void whatIsNoDomainIsRefused(String typed) {
        assertThat(MailDomain.of(typed)).isEmpty();
    }

    @Test
    void noDomainIsLongerThanMailServersTake() {
        String longest = ("a".repeat(61) + ".").repeat(4).substring(2) + "abcdefg";

        assertThat(longest).hasSize(253);
        assertThat(MailDomain.of(longest)).contains(longest);
        assertThat(MailDomain.of("a" + longest)).isEmpty();
        assertThat(MailDomain.of("a".repeat(64) + ".example")).isEmpty();
    }

    @Test
    void aSingleWordIsAWholeTopLevelDomain() {
        assertThat(MailDomain.isTopLevel("example")).isTrue();
        assertThat(MailDomain.isTopLevel("clinic.example")).isFalse();
    }
}
