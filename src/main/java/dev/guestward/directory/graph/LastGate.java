package dev.guestward.directory.graph;

import dev.guestward.directory.ActCall;
import dev.guestward.directory.SendBy;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last thing that happens to a request before it leaves, when token and connection are there: an act that comes too
 * late stays here. An answer that is no Graph answer is taken for none.
 */
final class LastGate implements Interceptor {
    private static final Logger log = LoggerFactory.getLogger(LastGate.class);

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final Clock clock;
    private final CachedCredential credential;
    private final ReadBudget reads;

    LastGate(Clock clock, CachedCredential credential, ReadBudget reads) {
        this.clock = clock;
        this.credential = credential;
        this.reads = reads;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        boolean act = !"GET".equals(chain.request().method()) && !isBatch(chain.request());
        if (act && SendBy.hasPassed(clock.instant())) {
            throw new SentTooLate();
        }
        if (!act) {
            reads.take(chain.request());
        }
        Optional<ActCall> call = act ? ActCall.current() : Optional.empty();
        // the SDK makes one id for each client and uses it for ever
        UUID id = call.map(ActCall::clientRequestId).orElseGet(UUID::randomUUID);
        Request request = chain.request()
                .newBuilder()
                .header("client-request-id", id.toString())
                .build();
        Departures.leaving();
        call.ifPresent(ActCall::leaves);
        Response response = chain.proceed(request);
        if (response.code() == UNAUTHORIZED) {
            credential.forget();
        } else if (response.code() == FORBIDDEN) {
            credential.outdated();
        }
        if (!response.isSuccessful() && !response.isRedirect()) {
            log.debug(
                    "{} answered {}, request-id {}", request.method(), response.code(), response.header("request-id"));
        } else if (!isGraphs(response)) {
            response.close();
            throw new IOException("Not an answer of Graph");
        }
        call.ifPresent(made -> made.answered(response.code(), response.header("request-id")));
        return response;
    }

    /** We batch reads only. */
    private static boolean isBatch(Request request) {
        return request.url().encodedPath().endsWith("/$batch");
    }

    /**
     * A portal or proxy in between likes to answer every request with "200" and a page of its own, or leads there. The SDK
     * takes both for success where it expects no content.
     */
    private static boolean isGraphs(Response response) {
        if (response.isRedirect()) {
            return false;
        }
        if (response.code() != 200 && response.code() != 201) {
            return true;
        }
        String type = response.header("Content-Type");
        return type != null && type.contains("json");
    }
}
