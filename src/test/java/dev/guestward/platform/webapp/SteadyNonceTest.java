package dev.guestward.platform.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.platform.HttpSession;
import dev.guestward.platform.PlatformTest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The cure is {@link SteadyNonce}: without it about every second of these pages carries the nonce of another one. */
class SteadyNonceTest extends PlatformTest {
    private static final int PAGES = 300;
    private static final int AT_ONCE = 16;
    private static final Pattern HEADER = Pattern.compile("'nonce-([^']+)'");
    private static final Pattern PAGE = Pattern.compile("nonce=\"([^\"]*)\"");

    @Test
    void underLoadEveryPageIsWholeAndCarriesTheNonceItIsSentWith() throws Exception {
        HttpSession amara = sessionOf(SeedPeople.AMARA);
        ExecutorService browsers = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Callable<HttpResponse<String>>> loads = new ArrayList<>();
            for (int i = 0; i < PAGES; i++) {
                loads.add(() -> amara.get("/camunda/app/tasklist/default/"));
                loads.add(() -> amara.get("/camunda/api/engine/engine/"));
            }
            List<String> nonces = new ArrayList<>();
            for (Future<HttpResponse<String>> load : browsers.invokeAll(loads)) {
                HttpResponse<String> answer = load.get();
                assertThat(answer.statusCode()).isEqualTo(200);
                if (answer.uri().getPath().contains("/app/")) {
                    nonces.add(nonceOf(answer));
                }
            }
            assertThat(nonces).hasSize(PAGES).doesNotHaveDuplicates();
        } finally {
            browsers.shutdownNow();
        }
    }

    private static String nonceOf(HttpResponse<String> page) {
        Matcher header = HEADER.matcher(
                page.headers().firstValue("Content-Security-Policy").orElse(""));
        assertThat(header.find()).isTrue();
        assertThat(page.body().strip()).endsWith("</html>");
        Matcher scripts = PAGE.matcher(page.body());
        int found = 0;
        for (; scripts.find(); found++) {
            assertThat(scripts.group(1)).isEqualTo(header.group(1));
        }
        assertThat(found).isEqualTo(4);
        return header.group(1);
    }
}
