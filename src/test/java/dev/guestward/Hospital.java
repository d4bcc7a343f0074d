package dev.guestward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.guestward.simulatedtenant.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The product and the simulated tenant as somebody outside sees them: over HTTP. */
public final class Hospital {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI product;
    private final URI tenant;

    public Hospital(URI product, URI tenant) {
        this.product = product;
        this.tenant = tenant;
    }

    /** An answer: status and body. */
    public record Reply(int status, String contentType, String text) {
        public JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException("Not JSON: " + text, e);
            }
        }

        /** The fields a problem document names. */
        public List<String> fields() {
            return json().path("errors").findValuesAsText("field");
        }
    }

    /** A request that is acceptable, to be varied. Whoever is called so at the clinic already is said to be another person. */
    public static Map<String, Object> invitation(String email) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("email", email);
        body.put("displayName", "Dr Maya Okafor");
        body.put("sponsor", "amara.singh");
        body.put("grants", List.of("health-records"));
        body.put("accessUntil", LocalDate.now(ZoneOffset.UTC).plusDays(120).toString());
        body.put("purpose", "Shared care of cardiology patients");
        body.put("continue", "other-person");
        return body;
    }

    public Reply as(String user, String method, String path, Object body, String... headers) {
        HttpRequest.Builder request = request(product.resolve(path), method, body, headers);
        String credentials = Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
        return send(request.header("Authorization", "Basic " + credentials));
    }

    public Reply get(String user, String path) {
        return as(user, "GET", path, "");
    }

    public Reply invite(String user, Map<String, Object> body, String... headers) {
        return as(user, "POST", "/api/invitations", body, headers);
    }

    /** A call without any sign-in. */
    public Reply anonymous(String method, String path, Object body, String... headers) {
        return send(request(product.resolve(path), method, body, headers));
    }

    /** A call to the simulated tenant's control surface. */
    public Reply tenant(String method, String path, Object body) {
        return send(request(tenant.resolve(path), method, body));
    }

    /** The redeem link in the newest mail to this address, or an empty text while there is none. */
    public String redeemLink(String email) {
        JsonNode mails = tenant("GET", "/_sim/mails?to=" + email, "").json();
        if (mails.isEmpty()) {
            return "";
        }
        for (JsonNode link : mails.get(mails.size() - 1).path("links")) {
            if (link.asText().contains("redeem")) {
                return link.asText();
            }
        }
        return "";
    }

    public long mailsTo(String email) {
        return tenant("GET", "/_sim/mails?to=" + email, "").json().size();
    }

    /** Redeems as the clinician would, with a work account. */
    public void redeem(String link) {
        Reply reply = tenant("POST", "/_sim/redeem", Map.of("redeemUrl", link, "identity", "ExternalAzureAD"));
        if (reply.status() >= 300) {
            throw new IllegalStateException("Redeeming failed: " + reply);
        }
    }

    /** A domain of a registered clinic that the tenant refuses as of now, when nobody has read its rules anew yet. */
    public String domainRefusedAsOfNow() {
        String domain = "d" + Long.toString(System.nanoTime(), 36) + "." + Seeds.BLOCKED_DOMAIN;
        tenant("PUT", "/_sim/policies", Map.of("denyDomains", List.of(Seeds.BLOCKED_DOMAIN, domain)));
        return domain;
    }

    /** Users of the tenant with this mail address. */
    public List<JsonNode> usersWithMail(String email) {
        JsonNode all = tenant("GET", "/_sim/users", "").json();
        JsonNode list = all.isArray() ? all : all.path("value");
        return java.util.stream.StreamSupport.stream(list.spliterator(), false)
                .filter(user -> email.equalsIgnoreCase(user.path("mail").asText()))
                .toList();
    }

    private static HttpRequest.Builder request(URI uri, String method, Object body, String... headers) {
        try {
            String text = body instanceof String plain ? plain : JSON.writeValueAsString(body);
            HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                    .timeout(Duration.ofMinutes(2))
                    .method(
                            method,
                            text.isEmpty()
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(text));
            if (headers.length > 0) {
                request.headers(headers);
            }
            if (!text.isEmpty() && !List.of(headers).contains("Content-Type")) {
                request.header("Content-Type", "application/json");
            }
            return request;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
