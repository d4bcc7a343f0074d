package dev.guestward.walk;

import static org.awaitility.Awaitility.await;

import dev.guestward.embedded.EmbeddedGuestward;
import dev.guestward.embedded.Node;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The embedded run in a virtual machine of its own, as the README's command starts it, on free ports. */
final class EmbeddedProduct implements AutoCloseable {
    private final Node node = Node.start(EmbeddedGuestward.class, Map.of("guestward.embedded.free-ports", true));

    EmbeddedProduct() {
        node.port();
        await().atMost(Duration.ofMinutes(1)).until(() -> output().contains("Ctrl-C ends it"));
    }

    String output() {
        return node.output();
    }

    /** Where the run says the desk is. */
    URI desk() {
        return address("Desk +(http://\\S+)");
    }

    /** Where the run says the simulated tenant is. */
    URI tenant() {
        return address("Directory +(http://\\S+)/directory");
    }

    private URI address(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(output());
        if (!matcher.find()) {
            throw new IllegalStateException("The run does not say where to go");
        }
        return URI.create(matcher.group(1));
    }

    /** Ends it as Ctrl-C would. */
    int end() {
        node.stop();
        return node.exitCode();
    }

    @Override
    public void close() {
        node.close();
    }
}
