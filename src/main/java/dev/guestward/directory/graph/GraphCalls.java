package dev.guestward.directory.graph;

import com.azure.core.exception.ClientAuthenticationException;
import com.microsoft.aad.msal4j.MsalException;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.kiota.ApiException;
import dev.guestward.directory.Answer;
import dev.guestward.directory.DirectoryUnavailable;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what the SDK throws into what the product understands. Texts carry codes only: messages of Graph name people. */
final class GraphCalls {
    private static final Logger log = LoggerFactory.getLogger(GraphCalls.class);
    private static final Duration DEFAULT_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final Duration WITHOUT_TOKEN = Duration.ofMinutes(1);

    private GraphCalls() {}

    /** Makes one act. */
    static <T> Answer<T> act(Supplier<Answer<T>> call) {
        try {
            return call.get();
        } catch (ApiException e) {
            return refusal(e);
        } catch (RuntimeException e) {
            // a cut connection, cut JSON and an HTML page all arrive as plain runtime exceptions of the SDK
            if (isTokenTrouble(e)) {
                // without a token nothing was sent: whoever waits goes on once the credential is mended
                log.error("No token for the directory ({}); acts wait", kind(e));
                return new Answer.Throttled<>(WITHOUT_TOKEN);
            }
            return notSent(e) ? new Answer.Throttled<>(DEFAULT_PAUSE) : new Answer.Unknown<>(kind(e));
        }
    }

    /** Makes one read. */
    static <T> Optional<T> read(String what, Supplier<T> call) {
        try {
            return Optional.ofNullable(call.get());
        } catch (ApiException e) {
            if (e.getResponseStatusCode() == 404) {
                return Optional.empty();
            }
            throw new DirectoryUnavailable(
                    what + " failed: " + e.getResponseStatusCode() + " " + code(e), pause(e), null);
        } catch (RuntimeException e) {
            // the SDK has no type of its own for broken answers
            throw unavailable(what, e);
        }
    }

    static DirectoryUnavailable unavailable(String what, RuntimeException e) {
        return isTokenTrouble(e)
                ? new DirectoryUnavailable(what + " failed: no token (" + kind(e) + ")", WITHOUT_TOKEN, null)
                : new DirectoryUnavailable(what + " failed: " + kind(e), DEFAULT_PAUSE, null);
    }

    private static <T> Answer<T> refusal(ApiException e) {
        int status = e.getResponseStatusCode();
        String code = code(e);
        if (status == 404) {
            return new Answer.NotThere<>();
        }
        if (status == 429) {
            return new Answer.Throttled<>(pause(e));
        }
        if (status == 401) {
            return new Answer.Refused<>(Answer.Reason.PERMISSION, code);
        }
        if (status == 403) {
            return new Answer.Refused<>(
                    "Authorization_RequestDenied".equals(code) ? Answer.Reason.PERMISSION : Answer.Reason.POLICY, code);
        }
        if (status == 409 || status == 412) {
            return new Answer.Refused<>(Answer.Reason.CONFLICT, code);
        }
        if (status >= 400 && status < 500 && status != 408 && status != 424) {
            return new Answer.Refused<>(Answer.Reason.INVALID, code);
        }
        return new Answer.Unknown<>("status " + status);
    }

    static String code(ApiException e) {
        if (e instanceof ODataError odata
                && odata.getError() != null
                && odata.getError().getCode() != null) {
            return odata.getError().getCode();
        }
        return "no-code";
    }

    /** What {@code Retry-After} asks for, in seconds and possibly fractional; bounded, never zero. */
    static Duration pause(ApiException e) {
        Set<String> values = Optional.ofNullable(e.getResponseHeaders())
                .map(headers -> headers.get("Retry-After"))
                .orElse(Set.of());
        for (String value : values) {
            try {
                long millis = (long) Math.ceil(Double.parseDouble(value.trim()) * 1000);
                Duration asked = Duration.ofMillis(Math.max(millis, 1000));
                return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
            } catch (NumberFormatException notSeconds) {
                return DEFAULT_PAUSE;
            }
        }
        return DEFAULT_PAUSE;
    }

    /** A refused secret arrives as a plain runtime exception around the token library's own. */
    private static boolean isTokenTrouble(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof ClientAuthenticationException || t instanceof MsalException) {
                return true;
            }
        }
        return false;
    }

    private static boolean notSent(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof java.net.ConnectException || t instanceof java.net.UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    private static String kind(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
