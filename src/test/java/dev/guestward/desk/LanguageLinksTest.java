package dev.guestward.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.platform.HttpSession;
import dev.guestward.platform.PlatformTest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The links to the other language, also where a form was answered at an address that there is no page for. */
class LanguageLinksTest extends PlatformTest {
    private static final Pattern GERMAN = Pattern.compile("<a href=\"([^\"]+)\" hreflang=\"de\"");

    @Autowired
    AskablePages pages;

    @ParameterizedTest
    @CsvSource({
        "/ends, /ends/extension, /ends",
        "/ends, /ends/removal, /ends",
        "/brake, /brake/release, /brake",
        "/brake, /brake/drop, /brake",
        "/brake, /brake/caps/blocks, /brake",
        "/campaigns/new, /campaigns/new/preview, /campaigns/new",
        "/clinics/new, /clinics, /clinics",
    })
    void theAnswerToAFormLeadsToThePageAbove(String page, String form, String shown) {
        HttpSession admin = sessionOf(SeedPeople.ADMIN);
        HttpResponse<String> answer = admin.postForm(page, form, Map.of("which", "marked", "batch", "none"));
        assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);

        Matcher link = GERMAN.matcher(answer.body());
        assertThat(link.find()).as(answer.body()).isTrue();
        assertThat(link.group(1)).isEqualTo(shown + "?lang=de");
        HttpResponse<String> german = admin.get(link.group(1));
        assertThat(german.statusCode()).isEqualTo(200);
        assertThat(german.body()).contains("<html lang=\"de\"");
    }

    @Test
    void aPageKeepsWhatWasAskedFor() {
        Matcher link = GERMAN.matcher(
                sessionOf(SeedPeople.ADMIN).get("/guests?state=ACTIVE").body());
        assertThat(link.find()).isTrue();
        assertThat(link.group(1)).isEqualTo("/guests?state=ACTIVE&amp;lang=de");
    }

    @ParameterizedTest
    @CsvSource({
        "/campaigns/5a1e0f6e-0000-4000-8000-000000000001/stop, /campaigns/5a1e0f6e-0000-4000-8000-000000000001",
        "/guests/5a1e0f6e-0000-4000-8000-000000000001/co-sponsors, /guests/5a1e0f6e-0000-4000-8000-000000000001",
        "/found/clinics/harbour/assignment, /found",
        "/nothing/of/this/kind, /",
    })
    void theNextPageAboveIsFound(String address, String page) {
        assertThat(pages.above(address)).isEqualTo(page);
        assertThat(pages.above(page)).isEqualTo(page);
    }
}
