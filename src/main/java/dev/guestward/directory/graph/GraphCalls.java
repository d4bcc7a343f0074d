package dev.guestward.directory.graph;

import com.azure.core.exception.ClientAuthenticationException;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.kiota.ApiException;
import dev.guestward.directory.Answer;
import dev.guestward.directory.DirectoryUnavailable;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Turns what the SDK throws into what the product understands. Texts carry codes only: messages of Graph name people. */
final class GraphCalls {
    private static final Duration DEFAULT_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private GraphCalls() {}

    /** Makes one act. */
    @SuppressWarnings("PMD.AvoidCatchingGenericException")
    static <T> Answer<T> act(Supplier<Answer<T>> call) {
        try {
            return call.get();
        } catch (ApiException e) {
            return refusal(e);
        } catch (ClientAuthenticationException e) {
            return new Answer.Refused<>(Answer.Reason.PERMISSION, "token-refused");
        } catch (RuntimeException e) {
            // a cut connection, cut JSON and an HTML page all arrive as plain runtime exceptions of the SDK
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
        } catch (ClientAuthenticationException e) {
            throw new DirectoryUnavailable(what + " failed: the token was refused", Duration.ofMinutes(1), null);
        } catch (RuntimeException e) {
            // the SDK has no type of its own for broken answers
            throw new DirectoryUnavailable(what + " failed: " + kind(e), DEFAULT_PAUSE, null);
        }
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
