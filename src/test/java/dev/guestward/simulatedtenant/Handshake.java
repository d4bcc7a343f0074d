package dev.guestward.simulatedtenant;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks an endpoint whether it wants notifications. Redirects are not followed. */
final class Handshake {
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * Returns what is wrong with the answer, or nothing.
     *
     * @param millis how long the whole answer may take
     */
    Optional<String> problemOf(URI url, long millis) {
        var token =
                "Validation: Testing client application reachability for subscription Request-Id: " + Directory.newId();
        var separator = url.getQuery() == null ? "?" : "&";
        var request = HttpRequest.newBuilder(URI.create(
                        url + separator + "validationToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8)))
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        // the time-out of a request ends with the headers, this one with the body
        var answer = http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        try {
            return problemOf(answer.get(millis, TimeUnit.MILLISECONDS), token);
        } catch (TimeoutException e) {
            answer.cancel(true);
            return Optional.of("The request timed out.");
        } catch (ExecutionException e) {
            return Optional.of("The request failed: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("The request was interrupted.");
        }
    }

    private static Optional<String> problemOf(HttpResponse<String> answer, String token) {
        if (answer.statusCode() != 200) {
            return Optional.of("Notification endpoint must respond with 200 OK to validation request, but answered "
                    + answer.statusCode() + ".");
        }
        var type = answer.headers().firstValue("Content-Type").orElse("");
        if (!type.startsWith("text/plain")) {
            return Optional.of("The content type must be text/plain, but was '" + type + "'.");
        }
        return answer.body().equals(token)
                ? Optional.empty()
                : Optional.of("The body must be the decoded validation token.");
    }
}
