package dev.guestward.embedded;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.guestward.people.Person;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chromium, without a screen. It is the machine's own, named by {@code CHROMIUM} or found in its usual places; nothing is
 * downloaded. Whatever a page complains about is kept in {@link #complaints}.
 */
public final class Browser implements AutoCloseable {
    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final String base;
    public final List<String> complaints = new CopyOnWriteArrayList<>();

    private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium, int port) {
        this.playwright = playwright;
        this.chromium = chromium;
        this.base = "http://localhost:" + port;
    }

    /** Whether tests with a browser can run on this machine. */
    public static boolean isThere() {
        return executable() != null;
    }

    public static Browser open(int port) {
        Path executable = executable();
        if (executable == null) {
            throw new IllegalStateException("no Chromium on this machine; name it in CHROMIUM");
        }
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new Browser(
                playwright,
                playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(executable)
                                .setArgs(List.of("--no-sandbox"))),
                port);
    }

    private static @Nullable Path executable() {
        String named = System.getenv("CHROMIUM");
        return Stream.of(
                        named == null ? "/usr/bin/chromium" : named,
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** A page in a session of its own. */
    public Page page(int width, int height) {
        BrowserContext session = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL(base)
                .setLocale("en-GB")
                .setViewportSize(width, height));
        Page page = session.newPage();
        page.setDefaultTimeout(20_000);
        page.onConsoleMessage(message -> {
            if (!message.type().equals("log") && !message.type().equals("info")) {
                complaints.add(message.type() + ": " + message.text() + " " + message.location());
            }
        });
        page.onPageError(error -> complaints.add("error: " + error));
        page.onResponse(answer -> {
            if (answer.status() >= 400) {
                complaints.add(answer.status() + " " + answer.request().method() + " " + answer.url());
            }
        });
        return page;
    }

    /** Goes there by way of the sign-in page. */
    public static void signIn(Page page, Person person, String path) {
        page.navigate(path);
        page.fill("#username", person.userName());
        page.fill("#password", person.userName());
        page.click("button[type=submit]");
    }

    /** Keeps a picture among what the build leaves behind. */
    public static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screenshots", name + ".png")));
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
