package dev.guestward.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What may be invited: nothing that the directory would refuse, and nothing that could change a mail's header. */
class MailAddressPropertyTest {
    private static final String REFUSED = "~!#$%^&*()+=[]{}\\/|;:\"<>?, \t\r\n";

    @Property(tries = 3_000)
    void ordinaryAddressesAreAcceptable(@ForAll("ordinary") String address) {
        assertThat(MailAddress.problemWith(address)).isEmpty();
        assertThat(address).endsWithIgnoringCase("@" + MailAddress.of(address).domain());
    }

    @Property(tries = 3_000)
    void oneRefusedCharacterAnywhereIsNoticed(
            @ForAll("ordinary") String address, @ForAll("refused") char bad, @ForAll("share") double where) {
        int at = (int) (where * address.length());

        assertThat(MailAddress.problemWith(address.substring(0, at) + bad + address.substring(at)))
                .isPresent();
    }

    @Property(tries = 2_000)
    void whateverIsTypedGetsAnAnswer(@ForAll String text) {
        if (MailAddress.problemWith(text).isEmpty()) {
            assertThat(text).matches("[\\x21-\\x7e]+@[A-Za-z0-9.-]+");
        }
    }

    @Example
    void theKnownTrapsAreNamed() {
        assertThat(MailAddress.problemWith("m+o@harbour-clinic.example"))
                .map(MailAddress.Problem::text)
                .contains("invalid.email.plus");
        assertThat(MailAddress.problemWith("a@b@c.example")).isPresent();
        assertThat(MailAddress.problemWith(".a@c.example")).isPresent();
        assertThat(MailAddress.problemWith("a.@c.example")).isPresent();
        assertThat(MailAddress.problemWith("a..b@c.example")).isPresent();
        assertThat(MailAddress.problemWith("a@localhost")).isPresent();
        assertThat(MailAddress.problemWith("a@\u0440aypal.example")).isPresent();
        assertThat(MailAddress.problemWith("a".repeat(65) + "@c.example")).isPresent();
        assertThat(MailAddress.problemWith("a@" + "c".repeat(260) + ".example")).isPresent();
    }

    @Provide
    Arbitrary<String> ordinary() {
        Arbitrary<String> word = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .numeric()
                .ofMinLength(1)
                .ofMaxLength(12);
        return Combinators.combine(word, Arbitraries.of(".", "-", "_", ""), word, word)
                .as((a, between, b, domain) -> a + between + b + "@" + domain + ".example");
    }

    @Provide
    Arbitrary<Character> refused() {
        return Arbitraries.of(REFUSED.chars().mapToObj(c -> (char) c).toList());
    }

    @Provide
    Arbitrary<Double> share() {
        return Arbitraries.doubles().between(0, 1);
    }
}
