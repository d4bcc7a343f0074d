package dev.guestward.directory.graph;

import com.microsoft.aad.msal4j.MsalServiceException;
import dev.guestward.directory.Trouble;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a call could not be made.
 *
 * @param code the authority's number or an exception's name; nothing that names a person or an address
 */
record Failure(Trouble trouble, String code) {
    private static final String TOO_LATE = "too-late";
    private static final String READS_SPENT = "reads-spent";
    private static final Pattern AUTHORITY_CODE = Pattern.compile("AADSTS\\d{4,8}");
    private static final Set<String> TENANT_UNKNOWN = Set.of("AADSTS90002", "AADSTS700016");

    /** What went wrong before a request left; empty if one may have left. */
    static Optional<Failure> beforeSending(Throwable e) {
        List<Throwable> causes = causes(e);
        if (causes.stream().anyMatch(SentTooLate.class::isInstance)) {
            return Optional.of(new Failure(Trouble.SERVICE, TOO_LATE));
        }
        if (causes.stream().anyMatch(ReadBudget.Spent.class::isInstance)) {
            return Optional.of(new Failure(Trouble.SERVICE, READS_SPENT));
        }
        // a token is fetched before the first request, or after one that was refused for its token
        if (causes.stream().anyMatch(NoToken.class::isInstance)) {
            return Optional.of(ofToken(e));
        }
        return Departures.hasLeft() ? Optional.empty() : Optional.of(new Failure(Trouble.CONNECTION, kind(e)));
    }

    /** When to try again. */
    Duration pause() {
        if (READS_SPENT.equals(code)) {
            return ReadBudget.PAUSE;
        }
        return trouble == Trouble.SERVICE ? RetryAfter.UNSAID : RetryAfter.WITHOUT_ACCESS;
    }

    /** Why there is no token. */
    static Failure ofToken(Throwable e) {
        List<Throwable> causes = causes(e);
        for (Throwable cause : causes) {
            if (cause instanceof MsalServiceException service
                    && service.statusCode() != null
                    && isOverloaded(service)) {
                return new Failure(Trouble.SERVICE, "status " + service.statusCode());
            }
        }
        for (Throwable cause : causes) {
            Matcher found = AUTHORITY_CODE.matcher(String.valueOf(cause.getMessage()));
            if (found.find()) {
                String code = found.group();
                return new Failure(TENANT_UNKNOWN.contains(code) ? Trouble.TENANT : Trouble.CREDENTIAL, code);
            }
        }
        // a file that cannot be read is the credential's fault, not the network's
        return new Failure(
                causes.stream().anyMatch(Failure::isAboutTheConnection) ? Trouble.CONNECTION : Trouble.CREDENTIAL,
                kind(e));
    }

    /** The class of the innermost cause, or of a timeout before it, which looks like a closed port from the inside. */
    static String kind(Throwable e) {
        List<Throwable> causes = causes(e);
        return causes.stream()
                .filter(HttpTimeoutException.class::isInstance)
                .findFirst()
                .orElse(causes.get(causes.size() - 1))
                .getClass()
                .getSimpleName();
    }

    private static boolean isOverloaded(MsalServiceException e) {
        return e.statusCode() == 429 || e.statusCode() >= 500;
    }

    /** An untrusted certificate is the innermost cause of one of these; an unknown name is not even an {@code IOException}. */
    private static boolean isAboutTheConnection(Throwable e) {
        return e instanceof UnresolvedAddressException
                || (e instanceof IOException && !(e instanceof FileSystemException));
    }

    private static List<Throwable> causes(Throwable e) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable t = e; t != null && !causes.contains(t); t = t.getCause()) {
            causes.add(t);
        }
        return causes;
    }
}
