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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body Graph posts. Strict about form, because everything here comes from outside: bounded depth and length, no
 * duplicate keys, UTF-8 only. An address in a notification is never called; only an object id is taken from it.
 */
final class NotificationParser {
    private static final Map<Heard, Pattern> RESOURCES = Map.of(
            Heard.USERS, Pattern.compile("/?[Uu]sers/([0-9a-fA-F-]{36})"),
            Heard.GROUPS, Pattern.compile("/?[Gg]roups/([0-9a-fA-F-]{36})"));
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
     * @param group the same for a group
     * @param onlyAdded whether it says that people came into the group, and that nobody left
     */
    record Item(
            @Nullable String subscriptionId,
            @Nullable String clientState,
            @Nullable String tenantId,
            @Nullable String changeType,
            @Nullable String lifecycleEvent,
            @Nullable ObjectId user,
            @Nullable ObjectId group,
            boolean onlyAdded) {
        @Override
        public String toString() {
            return "Item[" + subscriptionId + ", " + changeType + ", " + (user == null ? group : user) + "]";
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
        if (root != null && !isClean(root)) {
            throw new Unreadable("The body holds text that is none");
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

    /** No half of a character, and no character that the database cannot keep. */
    private static boolean isClean(JsonNode node) {
        if (node.isTextual()) {
            return isClean(node.textValue());
        }
        Iterator<Map.Entry<String, JsonNode>> fields = node.fields();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (!isClean(field.getKey()) || !isClean(field.getValue())) {
                return false;
            }
        }
        return !node.isArray()
                || StreamSupport.stream(node.spliterator(), false).allMatch(NotificationParser::isClean);
    }

    private static boolean isClean(String text) {
        return text.indexOf('\0') < 0 && text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    }

    private static Item item(JsonNode node) {
        return new Item(
                text(node, "subscriptionId"),
                text(node, "clientState"),
                text(node, "tenantId"),
                text(node, "changeType"),
                text(node, "lifecycleEvent"),
                named(node, Heard.USERS),
                named(node, Heard.GROUPS),
                onlyAdded(node.path("resourceData").path("members@delta")));
    }

    private static boolean onlyAdded(JsonNode members) {
        return members.isArray()
                && !members.isEmpty()
                && StreamSupport.stream(members.spliterator(), false).noneMatch(member -> member.has("@removed"));
    }

    private static @Nullable ObjectId named(JsonNode node, Heard heard) {
        Matcher resource = Objects.requireNonNull(RESOURCES.get(heard))
                .matcher(Optional.ofNullable(text(node, "resource")).orElse(""));
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
