package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a tenant remembers over a restart: directory, subscriptions, redeem links, policies, the clock's lead and the key
 * of its delta links.
 */
final class StateFile {
    private static final int VERSION = 1;

    private final Path path;
    private final Tenant tenant;
    private final Supplier<JsonNode> policies;
    private final Consumer<JsonNode> setPolicies;

    /**
     * A file of that tenant.
     *
     * @param policies what the control surface shows of them
     * @param setPolicies takes the same
     */
    StateFile(Path path, Tenant tenant, Supplier<JsonNode> policies, Consumer<JsonNode> setPolicies) {
        this.path = path;
        this.tenant = tenant;
        this.policies = policies;
        this.setPolicies = setPolicies;
    }

    /** Writes a new file and puts it in the place of the old one, so that there is always a whole one. */
    void save() {
        var bytes = tenant.directory.locked(() -> Json.bytes(state()));
        try {
            var next = path.resolveSibling(path.getFileName() + ".next");
            try (var channel = FileChannel.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                var buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("The state file " + path + " cannot be written", e);
        }
    }

    private JsonNode state() {
        var json = Json.object()
                .put("version", VERSION)
                .put("clockAheadMillis", tenant.clock.ahead().toMillis())
                .put("tokenKey", Base64.getEncoder().encodeToString(tenant.opaqueTokens.key()));
        json.set("policies", policies.get());
        json.set("directory", DirectoryState.save(tenant.directory));
        var subscriptions = json.putArray("subscriptions");
        tenant.notifications.all().forEach(subscription -> subscription.addTo(subscriptions.addObject()));
        var links = json.putObject("redeemLinks");
        tenant.redemptions
                .links()
                .forEach((token, link) -> links.putObject(token)
                        .put("userId", link.userId())
                        .put("mail", link.mail())
                        .put("redirectUrl", link.redirectUrl()));
        return json;
    }

    /**
     * Reads the file if there is one.
     *
     * @return whether there was
     * @throws IllegalStateException if it is broken; the message says how
     */
    boolean load() {
        if (!Files.exists(path)) {
            return false;
        }
        try {
            var json = Json.parse(Files.readAllBytes(path));
            if (json.path("version").asInt() != VERSION) {
                throw new IllegalArgumentException("its version is not " + VERSION);
            }
            tenant.directory.locked(() -> {
                restore(json);
                return true;
            });
            return true;
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    "The state file " + path + " is broken (" + e.getMessage() + "); delete it to start afresh", e);
        }
    }

    private void restore(JsonNode json) {
        var key = Base64.getDecoder()
                .decode(DirectoryState.required(json, "tokenKey").asText());
        DirectoryState.load(DirectoryState.required(json, "directory"), tenant.directory);
        tenant.clock.step(Duration.ofMillis(
                DirectoryState.required(json, "clockAheadMillis").asLong()));
        tenant.opaqueTokens.takeKey(key);
        setPolicies.accept(DirectoryState.required(json, "policies"));
        for (var one : DirectoryState.required(json, "subscriptions")) {
            tenant.options
                    .app(one.path("applicationId").asText())
                    .ifPresent(app -> tenant.notifications.put(Subscription.from(one, app)));
        }
        DirectoryState.required(json, "redeemLinks")
                .properties()
                .forEach(link -> tenant.redemptions.know(
                        link.getKey(),
                        new Redemptions.Link(
                                link.getValue().path("userId").asText(),
                                link.getValue().path("mail").asText(),
                                link.getValue().path("redirectUrl").asText())));
    }
}
