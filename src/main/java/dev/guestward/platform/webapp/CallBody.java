package dev.guestward.platform.webapp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.guestward.platform.engine.QueryExpression;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** The body of a call, read once to be judged and handed on as it came. */
final class CallBody {
    static final int LARGEST = 1024 * 1024;

    private static final ObjectMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxNameLength(256)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final byte[] bytes;
    private final JsonNode content;

    private CallBody(byte[] bytes, JsonNode content) {
        this.bytes = bytes;
        this.content = content;
    }

    /** A body that was refused: too long, of another type, or no JSON. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    static CallBody of(HttpServletRequest request) throws IOException, Unreadable {
        byte[] bytes = request.getInputStream().readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new Unreadable("The body is longer than " + LARGEST + " bytes.");
        }
        if (new String(bytes, StandardCharsets.UTF_8).isBlank()) {
            return new CallBody(bytes, MissingNode.getInstance());
        }
        if (!isJson(request)) {
            throw new Unreadable("The body must be JSON.");
        }
        try {
            return new CallBody(bytes, STRICT.readTree(bytes));
        } catch (IOException e) {
            throw new Unreadable("The body is no JSON that is accepted here.");
        }
    }

    static boolean isJson(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("application/json");
    }

    JsonNode content() {
        return content;
    }

    /** Whether any key, at any depth, asks the engine to evaluate an expression. */
    boolean hasExpressions() {
        return hasExpressions(content, text -> true);
    }

    /** Whether one of them is more than the current user or the current time. */
    boolean hasUnusualExpressions() {
        return hasExpressions(content, text -> !QueryExpression.isPlain(text));
    }

    private static boolean hasExpressions(JsonNode node, Predicate<String> wanted) {
        if (node.isObject()) {
            for (var field : node.properties()) {
                JsonNode value = field.getValue();
                boolean found = isExpression(field.getKey())
                        && !value.isNull()
                        && (!value.isTextual() || wanted.test(value.asText()));
                if (found || hasExpressions(value, wanted)) {
                    return true;
                }
            }
        } else if (node.isArray()) {
            for (JsonNode child : node) {
                if (hasExpressions(child, wanted)) {
                    return true;
                }
            }
        }
        return false;
    }

    static boolean isExpression(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith("expression");
    }

    /** The same without the variables named, for fields that Tasklist sends though they are not to be written. */
    CallBody withoutVariables(Set<String> names) throws IOException {
        if (names.isEmpty() || !(content.path("variables") instanceof ObjectNode)) {
            return this;
        }
        ObjectNode reduced = content.deepCopy();
        ((ObjectNode) reduced.get("variables")).remove(names);
        return new CallBody(STRICT.writeValueAsBytes(reduced), reduced);
    }

    HttpServletRequest replayed(HttpServletRequest request) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public ServletInputStream getInputStream() {
                return new Replay(bytes);
            }

            @Override
            public int getContentLength() {
                return bytes.length;
            }

            @Override
            public long getContentLengthLong() {
                return bytes.length;
            }

            @Override
            public BufferedReader getReader() {
                return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
            }
        };
    }

    private static final class Replay extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        Replay(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return bytes.read(into, offset, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("read at once");
        }
    }
}
