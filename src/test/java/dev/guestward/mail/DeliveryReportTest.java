package dev.guestward.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A mail server's report, and everything else that anybody may send to a mailbox. */
class DeliveryReportTest {
    private static final String ID = "6f0e3a52-0c55-4a57-9d54-3c1c0a9f2f10";

    @ParameterizedTest
    @CsvSource({
        "failed, 5.1.1, true",
        "Failed, 5.0.0, true",
        "failed (gave up), 4.4.7, true",
        "delayed, 4.4.1, false",
        "delivered, 2.0.0, false",
        "relayed, 2.0.0, false",
        "expanded, 2.0.0, false"
    })
    void onlyWhatWasGivenUpHasFailed(String action, String status, boolean failed) {
        for (String returned : new String[] {"message/rfc822", "text/rfc822-headers"}) {
            DeliveryReport report =
                    read(DeliveryReports.about(ID, action, status, returned)).orElseThrow();

            assertThat(report.failed()).isEqualTo(failed);
            assertThat(report.messageId()).isEqualTo("<" + ID + "@northfield.example>");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "Content-Type: multipart/report",
                "Content-Type: multipart/report; boundary=b\r\n\r\n",
                "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\n--b--",
                "Content-Type: multipart/report; boundary=\r\n\r\n--\r\nContent-Type: message/rfc822",
                "Content-Type: ;;;\r\n\r\n",
                "Subject: Hello\r\n\r\nMessage-ID: <x>\r\nAction: failed"
            })
    void anyOtherMailIsNoReport(String mail) {
        assertThat(read(mail)).isEmpty();
    }

    @Test
    void aReportThatWasTornOrChangedOnTheWayIsReadOrNotAndNeverThrows() {
        byte[] good = DeliveryReports.about(ID, "failed", "5.1.1").getBytes(UTF_8);
        Random random = new Random(20261121);
        int read = 0;
        for (int n = 0; n < 5_000; n++) {
            byte[] torn = java.util.Arrays.copyOf(good, good.length - (n % 3 == 0 ? random.nextInt(good.length) : 0));
            for (int change = random.nextInt(4); change > 0 && torn.length > 0; change--) {
                torn[random.nextInt(torn.length)] = (byte) random.nextInt(256);
            }
            read += DeliveryReport.of(torn).isPresent() ? 1 : 0;
        }

        assertThat(read).as("both kinds did occur").isBetween(500, 4_900);
    }

    private static Optional<DeliveryReport> read(String mail) {
        return DeliveryReport.of(mail.getBytes(UTF_8));
    }
}
