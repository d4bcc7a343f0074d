package dev.guestward.platform.webapp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.web.util.UriUtils;

/**
 * The path of a request to the web applications' endpoints, the way their framework will read it: in decoded segments,
 * without empty ones.
 *
 * @param segments what follows {@code /camunda/api}
 */
record WebappPath(List<String> segments) {
    static final String ROOT = "/camunda/api/";

    /** What has a meaning of its own in a path, and control characters. */
    private static final Pattern UNCLEAR = Pattern.compile(".*[/\\\\;%?#\\p{Cntrl}].*|\\.{1,2}", Pattern.DOTALL);

    WebappPath {
        segments = List.copyOf(segments);
    }

    /** @return empty for a path that two readers could take for two different things */
    static Optional<WebappPath> of(String requestUri, String contextPath) {
        if (!requestUri.startsWith(contextPath + ROOT)) {
            return Optional.empty();
        }
        String path = requestUri.substring(contextPath.length() + ROOT.length());
        List<String> segments = new ArrayList<>();
        for (String raw : path.split("/", -1)) {
            segments.add(raw);
        }
        // one slash at the end is how the applications write some addresses
        if (segments.size() > 1 && segments.get(segments.size() - 1).isEmpty()) {
            segments.remove(segments.size() - 1);
        }
        List<String> decoded = new ArrayList<>();
        for (String raw : segments) {
            String segment;
            try {
                segment = UriUtils.decode(raw, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
            if (segment.isEmpty() || UNCLEAR.matcher(segment).matches()) {
                return Optional.empty();
            }
            decoded.add(segment);
        }
        return Optional.of(new WebappPath(decoded));
    }

    String segment(int index) {
        return index < segments.size() ? segments.get(index) : "";
    }

    int size() {
        return segments.size();
    }

    @Override
    public String toString() {
        return String.join("/", segments);
    }
}
