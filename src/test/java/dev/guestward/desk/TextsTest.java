package dev.guestward.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.removal.RestorationRequests;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TextsTest {
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)");

    private final Properties english = read("/messages.properties");
    private final Properties german = read("/messages_de.properties");

    @Test
    void everyTextExistsInBothLanguages() {
        assertThat(new TreeSet<>(german.stringPropertyNames())).isEqualTo(new TreeSet<>(english.stringPropertyNames()));
    }

    @Test
    void bothLanguagesFillInTheSame() {
        for (String key : english.stringPropertyNames()) {
            assertThat(places(german.getProperty(key))).as(key).isEqualTo(places(english.getProperty(key)));
        }
    }

    @Test
    void everyTextCanBeFormatted() {
        for (Properties texts : Set.of(english, german)) {
            for (String key : texts.stringPropertyNames()) {
                String text = texts.getProperty(key);
                assertThat(text).as(key).isNotBlank();
                // numbers for counts, which every other place takes, too
                assertThat(new MessageFormat(text, Locale.ENGLISH).format(new Object[] {1, 2, 3, 4}))
                        .as("an apostrophe is written twice: %s", key)
                        .doesNotContain("{")
                        .doesNotContain("''");
            }
        }
    }

    @Test
    void everyReasonAgainstARestorationIsSaid() {
        assertThat(RestorationRequests.Obstacle.values())
                .allSatisfy(obstacle -> assertThat(english).containsKey("removals.obstacle." + obstacle));
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties read(String file) {
        Properties texts = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(TextsTest.class.getResourceAsStream(file)), StandardCharsets.UTF_8)) {
            texts.load(reader);
        } catch (IOException e) {
            throw new IllegalStateException(file, e);
        }
        return texts;
    }
}
