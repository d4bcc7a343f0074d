package dev.guestward.directory.changes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.guestward.directory.changes.NotificationParser.Item;
import dev.guestward.directory.changes.NotificationParser.Unreadable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is posted, the parser either understands it or says that it cannot be read. */
class NotificationParserPropertyTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Property(tries = 4_000)
    void bytesOfAnyKindAreUnderstoodOrUnreadable(@ForAll byte[] body) {
        parsedOrUnreadable(body);
    }

    @Property(tries = 4_000)
    void somethingLikeANotificationIsUnderstoodOrUnreadable(@ForAll("almostNotifications") String body) {
        parsedOrUnreadable(body.getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 2_000)
    void onlyAPlainUserIsEverTakenFromAnAddress(@ForAll("addresses") String resource) throws Exception {
        byte[] body = JSON.writeValueAsBytes(Map.of("value", List.of(Map.of("resource", resource))));

        for (Item item : NotificationParser.parse(body)) {
            if (item.user() != null) {
                assertThat(resource.toLowerCase(java.util.Locale.ROOT))
                        .isIn("users/" + item.user(), "/users/" + item.user());
            }
        }
    }

    private static void parsedOrUnreadable(byte[] body) {
        try {
            assertThat(NotificationParser.parse(body)).doesNotContainNull();
        } catch (Unreadable e) {
            assertThat(e.getMessage()).startsWith("The body");
        }
    }

    @Provide
    Arbitrary<String> almostNotifications() {
        Arbitrary<String> pieces = Arbitraries.of(
                "{",
                "}",
                "[",
                "]",
                ":",
                ",",
                "\"value\"",
                "\"subscriptionId\"",
                "\"clientState\"",
                "\"resource\"",
                "\"Users/0b9f6a0d-2a1e-4f4e-9c55-6f1f0f4f8e02\"",
                "null",
                "1e9999",
                "\"\\u0000\"",
                "true",
                " ");
        return pieces.list().ofMaxSize(30).map(list -> String.join("", list));
    }

    @Provide
    Arbitrary<String> addresses() {
        Arbitrary<String> id =
                Arbitraries.randomValue(random -> new UUID(random.nextLong(), random.nextLong()).toString());
        Arbitrary<String> before =
                Arbitraries.of("Users/", "users/", "/Users/", "Groups/", "//", "https://x/Users/", "");
        Arbitrary<String> after = Arbitraries.of("", "/manager", "?x=y", "/../me", " ", "\n", "%00");
        return Combinators.combine(before, id, after).as((b, i, a) -> b + i + a);
    }
}
