package dev.guestward.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is sent, it is a file of guests, or it is refused with words and places. */
class CsvFilePropertyTest {
    private static final String HEAD = "email;displayName;grants;accessUntil;purpose\n";

    @Property(tries = 3_000)
    void bytesOfAnyKindAreUnderstoodOrRefused(@ForAll byte[] content) {
        understoodOrRefused(content);
    }

    @Property(tries = 3_000)
    void somethingLikeAFileIsUnderstoodOrRefused(@ForAll("almostFiles") String text) {
        understoodOrRefused((HEAD + text).getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 2_000)
    void aCutFileIsUnderstoodOrRefused(@ForAll("almostFiles") String text, @ForAll byte cut) {
        byte[] whole = (HEAD + text).getBytes(StandardCharsets.UTF_8);
        int length = whole.length * (cut & 0xFF) / 256;
        understoodOrRefused(java.util.Arrays.copyOf(whole, length));
    }

    private static void understoodOrRefused(byte[] content) {
        try {
            CsvFile file = CsvFile.read(content, 10, CsvFileTest.complaints());
            assertThat(file.lines()).isNotEmpty().hasSizeLessThanOrEqualTo(10);
            assertThat(file.lines()).extracting(CsvFile.Line::number).isSorted().doesNotHaveDuplicates();
        } catch (FileRefused e) {
            int lines = (int) new String(content, StandardCharsets.ISO_8859_1)
                            .lines()
                            .count()
                    + 1;
            assertThat(e.problems()).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.message()).isNotBlank().doesNotContain("{");
                if (problem.line() != null) {
                    assertThat(problem.line()).isBetween(1, lines);
                }
            });
        }
    }

    @Provide
    Arbitrary<String> almostFiles() {
        return Arbitraries.of(
                        "\n",
                        "\r\n",
                        "\r",
                        ";",
                        ",",
                        "\"",
                        "\"\"",
                        " ",
                        "\t",
                        "=1+1",
                        "a@b.example",
                        "Dr Ä",
                        "2027-03-31",
                        "health-records",
                        "\u202e",
                        "\uFEFF",
                        "\0",
                        "x;x;x;x;x\n",
                        "é".repeat(300))
                .list()
                .ofMaxSize(40)
                .map(list -> String.join("", list));
    }
}
