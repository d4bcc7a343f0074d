package dev.guestward.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.hospital.HospitalSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailTemplatesTest {
    private final MailTemplates templates = new MailTemplates(
            new HospitalSettings("Northfield Hospital", ZoneOffset.UTC, "en", List.of()),
            new MailSettings(
                    false,
                    "guests@northfield.example",
                    "the help desk, 01632 960123",
                    60,
                    Duration.ofSeconds(1),
                    Duration.ofHours(48)));

    static Stream<Arguments> everyLetter() {
        return Arrays.stream(LetterKind.values())
                .flatMap(kind -> MailWordings.LANGUAGES.stream().map(language -> Arguments.of(kind, language)));
    }

    @Test
    void whoseLanguageIsNotKnownIsWrittenToInTheHospitals() {
        MailTemplates german = new MailTemplates(
                new HospitalSettings("Klinikum Nordfeld", ZoneOffset.UTC, "de", List.of()),
                new MailSettings(
                        false, "guests@northfield.example", "", 60, Duration.ofSeconds(1), Duration.ofHours(48)));

        assertThat(german.language(null)).isEqualTo("de");
        assertThat(german.language("en")).isEqualTo("en");
        assertThat(german.language("fr")).isEqualTo("en");
        assertThat(templates.language(null)).isEqualTo("en");
    }

    @ParameterizedTest
    @MethodSource("everyLetter")
    void everyLetterShowsAllItNeedsInTextAndHtml(LetterKind kind, String language) {
        Map<String, Object> values = new HashMap<>(Letters.values(kind, "x"));
        kind.needed().forEach((name, type) -> {
            if (type == LetterValue.WORDS) {
                values.put(name, "the " + name);
            }
        });

        MailTemplates.Rendered mail = render(kind, language, values);

        for (String form : List.of(mail.text(), mail.html())) {
            kind.needed().forEach((name, type) -> {
                String shown = switch (type) {
                    case WORDS -> "the " + name;
                    case DAY -> "de".equals(language) ? "31. März 2027" : "31 March 2027";
                    case MOMENT -> "21:30";
                    case NUMBER -> "2";
                    case LINK -> form.startsWith("<") ? Letters.LINK.replace("&", "&amp;") : Letters.LINK;
                    default -> "x";
                };
                assertThat(form).as("%s in %s", name, language).contains(shown);
            });
            assertThat(form)
                    .contains("Northfield Hospital", "guests@northfield.example", "01632 960123")
                    .doesNotContain("{{");
        }
        assertThat(mail.html()).contains("lang=\"" + language + "\"").doesNotContain(" th:");
        assertThat(mail.subject()).isNotBlank().doesNotContain("{{");
    }

    @ParameterizedTest
    @MethodSource("everyLetter")
    void nothingThatSomebodyTypedIsReadAsAnythingButWords(LetterKind kind, String language) {
        String hostile =
                "<img src=x onerror=alert(1)> {{7*7}} {{redeemUrl}} ${7*7} #{m} *{T(java.lang.Runtime)} [[${7*7}]]"
                        + " $1 \\E\r\n\r\n# Heading\r\n- entry\r\nBcc: all@northfield.example\r\n\r\n.\r\n";

        MailTemplates.Rendered mail = render(kind, language, Letters.values(kind, hostile));

        assertThat(mail.subject()).doesNotContain("\r", "\n");
        assertThat(mail.text().lines()).noneMatch(line -> line.startsWith("Bcc:") || line.equals("."));
        assertThat(mail.html())
                .doesNotContain("<img")
                .doesNotContain("alert(1)>")
                .doesNotContain(">Heading</h2>");
        if (kind.needed().containsValue(LetterValue.WORDS)) {
            assertThat(mail.html())
                    .contains(
                            "&lt;img src=x onerror=alert(1)&gt; {{7*7}} {{redeemUrl}} ${7*7} #{m} *{T(java.lang.Runtime)}"
                                    + " [[${7*7}]] $1 \\E");
        }
        assertThat(mail.text() + mail.html()).doesNotContain("49");
    }

    @ParameterizedTest
    @EnumSource(LetterKind.class)
    void whatIsLeftOutLeavesNoGap(LetterKind kind) {
        Map<String, @Nullable Object> values = new HashMap<>(Letters.values(kind, "x"));
        kind.optional().keySet().forEach(name -> values.put(name, null));

        MailTemplates.Rendered mail = render(kind, "en", values);

        assertThat(mail.text()).doesNotContain("{{").doesNotContain("\n\n\n").doesNotContain("writes:");
    }

    @Test
    void aLinkBecomesAButtonAndStandsAloneInTheText() {
        MailTemplates.Rendered mail = render(LetterKind.INVITATION, "en", Letters.values(LetterKind.INVITATION, "x"));

        assertThat(mail.text().lines()).contains(Letters.LINK);
        assertThat(mail.html())
                .containsPattern(
                        "<a [^>]*href=\"https://login.example/redeem\\?a=b&amp;c=d\"[^>]*>Accept the invitation</a>");
        assertThat(mail.text()).contains("leads to login.example,");
    }

    @Test
    void aLetterWithoutItsValuesOrWithOthersIsOurMistakeAndNamed() {
        Map<String, Object> values = Letters.values(LetterKind.INVITATION_LAPSED, "Dr Maya Okafor");
        values.remove("clinicName");
        assertThatThrownBy(() -> letter(LetterKind.INVITATION_LAPSED, values))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("INVITATION_LAPSED needs the value clinicName");

        values.put("clinicName", Instant.EPOCH);
        assertThatThrownBy(() -> letter(LetterKind.INVITATION_LAPSED, values))
                .hasMessage("INVITATION_LAPSED cannot show its value clinicName: it is no WORDS");

        values.put("clinicName", "Harbour Clinic");
        values.put("redeemUrl", Letters.LINK);
        assertThatThrownBy(() -> letter(LetterKind.INVITATION_LAPSED, values))
                .hasMessage("INVITATION_LAPSED knows no value redeemUrl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "/relative",
                "data:text/html,x",
                "https://",
                "ftp://login.example/",
                "no link"
            })
    void onlyAWholeWebAddressIsALink(String link) {
        Map<String, Object> values = Letters.values(LetterKind.INVITATION, "x");
        values.put("redeemUrl", link);

        assertThatThrownBy(() -> letter(LetterKind.INVITATION, values))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("INVITATION cannot show its value redeemUrl: it is no LINK");
    }

    @ParameterizedTest
    @EnumSource(LetterKind.class)
    void whatIsInvisibleInANameIsNotSent(LetterKind kind) {
        MailTemplates.Rendered mail = render(kind, "en", Letters.values(kind, "Maya\u202Erofako\u200B\u0007 Okafor"));

        assertThat(mail.subject() + mail.text() + mail.html()).doesNotContain("\u202E", "\u200B", "\u0007");
    }

    @Test
    void aLetterShowsNothingOfWhatIsInIt() {
        UUID guest = UUID.randomUUID();

        assertThat(Letters.letter(LetterKind.INVITATION, guest, "m.okafor@harbour-clinic.example", "en"))
                .hasToString("Letter[INVITATION, guest " + guest + "]");
    }

    private MailTemplates.Rendered render(LetterKind kind, String language, Map<String, @Nullable Object> values) {
        Letter letter = new Letter("k", kind, null, "a@b.example", language, values);
        return templates.render(kind, language, templates.original(kind, language), letter.values());
    }

    private static Letter letter(LetterKind kind, Map<String, Object> values) {
        return new Letter("k", kind, null, "a@b.example", "en", values);
    }
}
