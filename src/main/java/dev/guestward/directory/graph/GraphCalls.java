package dev.guestward.directory.graph;

import com.microsoft.graph.models.odataerrors.MainError;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.kiota.ApiException;
import dev.guestward.directory.Answer;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.Trouble;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the SDK throws into what the product understands. Texts carry codes only, because they end in logs and in
 * the engine's tables: messages of Graph name people.
 */
final class GraphCalls {
    private static final String DENIED = "Authorization_RequestDenied";

    private GraphCalls() {}

    /** Makes one act. */
    static <T> Answer<T> act(Supplier<Answer<T>> call) {
        Departures.begin();
        try {
            return call.get();
        } catch (ApiException e) {
            return refusal(e);
        } catch (RuntimeException e) {
            // a cut connection, cut JSON and a refused secret all arrive as plain runtime exceptions of the SDK
            Optional<Failure> before = Failure.beforeSending(e);
            return before.isPresent()
                    ? new Answer.NotSent<>(before.get().trouble(), before.get().code())
                    : new Answer.Unknown<>(Failure.kind(e));
        }
    }

    /** Makes one read; empty if the directory has no such object. */
    static <T> Optional<T> read(String what, Supplier<@Nullable T> call) {
        Departures.begin();
        try {
            return Optional.ofNullable(call.get());
        } catch (ApiException e) {
            if (e.getResponseStatusCode() == 404) {
                return Optional.empty();
            }
            throw unavailable(what, e);
        } catch (RuntimeException e) {
            // the SDK has no type of its own for broken answers
            throw unavailable(what, e);
        }
    }

    /** Makes one read of something that must be there. */
    static <T> T required(String what, Supplier<@Nullable T> call) {
        return read(what, call)
                .orElseThrow(() -> new DirectoryUnavailable(
                        what + " failed: nothing there", Trouble.SERVICE, RetryAfter.OF_AN_ABSENCE));
    }

    static DirectoryUnavailable unavailable(String what, RuntimeException e) {
        if (e instanceof ApiException api) {
            int status = api.getResponseStatusCode();
            Trouble trouble = status == 401 ? Trouble.CREDENTIAL : status == 403 ? Trouble.PERMISSION : Trouble.SERVICE;
            return new DirectoryUnavailable(
                    what + " failed: " + status + " " + code(api), trouble, RetryAfter.of(api.getResponseHeaders()));
        }
        Failure failure = Failure.beforeSending(e).orElseGet(() -> new Failure(Trouble.SERVICE, Failure.kind(e)));
        return new DirectoryUnavailable(what + " failed: " + failure.code(), failure.trouble(), failure.pause());
    }

    private static <T> Answer<T> refusal(ApiException e) {
        int status = e.getResponseStatusCode();
        String code = code(e);
        return switch (status) {
            case 404 -> new Answer.NotThere<>();
            case 429 -> new Answer.Throttled<>(RetryAfter.of(e.getResponseHeaders()));
            case 401 -> new Answer.NotSent<>(Trouble.CREDENTIAL, code);
            case 403 -> new Answer.Refused<>(whyForbidden(e, code), code);
            case 409, 412 -> new Answer.Refused<>(Answer.Reason.CONFLICT, code);
            case 408, 424 -> new Answer.Unknown<>("status " + status);
            default ->
                status >= 400 && status < 500
                        ? new Answer.Refused<>(Answer.Reason.INVALID, code)
                        : new Answer.Unknown<>("status " + status);
        };
    }

    /** The stop of all invitations has no code of its own; only its message tells. */
    private static Answer.Reason whyForbidden(ApiException e, String code) {
        String message = error(e).map(MainError::getMessage).orElse("");
        if (message.toLowerCase(Locale.ROOT).contains("suspicious")) {
            return Answer.Reason.STOPPED;
        }
        return DENIED.equals(code) ? Answer.Reason.PERMISSION : Answer.Reason.POLICY;
    }

    static String code(ApiException e) {
        return error(e).map(MainError::getCode).orElse("no-code");
    }

    private static Optional<MainError> error(ApiException e) {
        return e instanceof ODataError odata ? Optional.ofNullable(odata.getError()) : Optional.empty();
    }
}
