package dev.guestward.directory.changes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.guestward.directory.ObjectId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body Graph posts. Strict about form, because everything here comes from outside: bounded depth and length, no
 * duplicate keys, UTF-8 only. An address in a notification is never called; only an object id is taken from it.
 */
final class NotificationParser {
    private static final Pattern USER_RESOURCE = Pattern.compile("/?[Uu]sers/([0-9a-fA-F-]{36})");
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(20)
                            .maxStringLength(10_000)
                            .maxNameLength(200)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** The body as a whole cannot be used. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    /**
     * One item.
     *
     * @param user the account it names; null if it names none that we may follow
     */
    record Item(
            @Nullable String subscriptionId,
            @Nullable String clientState,
            @Nullable String tenantId,
            @Nullable String changeType,
            @Nullable String lifecycleEvent,
            @Nullable ObjectId user) {
        @Override
        public String toString() {
            return "Item[" + subscriptionId + ", " + changeType + ", " + user + "]";
        }
    }

    private NotificationParser() {}

    static List<Item> parse(byte[] body) throws Unreadable {
        JsonNode root;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            root = JSON.readTree(text);
        } catch (CharacterCodingException e) {
            throw new Unreadable("The body is not UTF-8");
        } catch (JsonProcessingException e) {
            throw new Unreadable("The body is not acceptable JSON");
        } catch (IOException e) {
            throw new Unreadable("The body could not be read");
        }
        if (root == null || !root.isObject() || !root.path("value").isArray()) {
            throw new Unreadable("The body needs an array 'value'");
        }
        List<Item> items = new ArrayList<>();
        for (JsonNode node : root.path("value")) {
            items.add(item(node));
        }
        return items;
    }

    private static Item item(JsonNode node) {
        return new Item(
                text(node, "subscriptionId"),
                text(node, "clientState"),
                text(node, "tenantId"),
                text(node, "changeType"),
                text(node, "lifecycleEvent"),
                user(node));
    }

    private static @Nullable ObjectId user(JsonNode node) {
        Matcher resource = USER_RESOURCE.matcher(
                Optional.ofNullable(text(node, "resource")).orElse(""));
        Optional<ObjectId> named = resource.matches() ? ObjectId.parse(resource.group(1)) : Optional.empty();
        String inData = text(node.path("resourceData"), "id");
        if (inData != null && !ObjectId.parse(inData).equals(named)) {
            return null;
        }
        return named.orElse(null);
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() ? value.asText() : null;
    }
}
