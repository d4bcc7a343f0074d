package dev.guestward.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.directory.Need;
import dev.guestward.directory.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written down for operators is what the product does. */
class PermissionsTableTest {

    @Test
    void theTableOfPermissionsSaysWhatTheProductNeeds() throws IOException {
        List<String> rows;
        try (var lines = Files.lines(Path.of("docs/permissions.md"))) {
            rows = lines.filter(line -> line.matches(".*\\(`[A-Z_]+`\\) \\|.*")).toList();
        }

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(Need.values())
                        .map(PermissionsTableTest::row)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void eachClassOfTroubleHasAnAlert(Trouble trouble) throws IOException {
        assertThat(Files.readString(Path.of("docker/prometheus/alerts.yml")))
                .contains("guestward_directory_outages{trouble=\"" + trouble + "\"}");
    }

    private static String row(Need need) {
        return "| %s (`%s`) | %s | %s | %s | %s |"
                .formatted(
                        Texts.english(Words.of("need." + need)),
                        need,
                        need.permissions().stream()
                                .map(name -> "`" + name + "`")
                                .collect(Collectors.joining(", ")),
                        need.role().name().toLowerCase(Locale.ROOT),
                        need.isRequired() ? "needed" : "optional",
                        Texts.english(Words.of("need." + need + ".off")));
    }
}
