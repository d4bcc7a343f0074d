package dev.guestward.embedded;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.guestward.people.Person;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * {@link Chromium} on one port of this machine. Whatever a page complains about is kept in {@link #complaints}.
 */
public final class Browser implements AutoCloseable {
    /** For what a page does after a click, on a busy machine. */
    private static final double PATIENCE = 60_000;

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final String base;
    public final List<String> complaints = new CopyOnWriteArrayList<>();

    private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium, int port) {
        this.playwright = playwright;
        this.chromium = chromium;
        this.base = "http://localhost:" + port;
    }

    public static Browser open(int port) {
        Playwright playwright = Chromium.playwright();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        return new Browser(playwright, Chromium.launch(playwright), port);
    }

    /** A page in a session of its own. */
    public Page page(int width, int height) {
        return page(width, height, "en-GB");
    }

    /** The same for somebody whose browser speaks another language. */
    public Page page(int width, int height, String language) {
        return page(width, height, language, "UTC");
    }

    /** The same for somebody who is in another zone of time. */
    public Page page(int width, int height, String language, String zone) {
        BrowserContext session = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL(base)
                .setLocale(language)
                .setTimezoneId(zone)
                .setViewportSize(width, height));
        Page page = session.newPage();
        page.setDefaultTimeout(PATIENCE);
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
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target/screenshots", name + ".png"))
                .setFullPage(true));
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
