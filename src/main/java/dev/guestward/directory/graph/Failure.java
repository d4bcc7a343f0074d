package dev.guestward.directory.graph;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.identity.CredentialUnavailableException;
import com.microsoft.aad.msal4j.MsalException;
import dev.guestward.directory.Trouble;
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
    static final String TOO_LATE = "too-late";

    private static final Pattern AUTHORITY_CODE = Pattern.compile("AADSTS\\d{4,8}");
    private static final Set<String> TENANT_UNKNOWN = Set.of("AADSTS90002", "AADSTS700016");

    /** What went wrong before a request left; empty if one may have left. */
    static Optional<Failure> beforeSending(Throwable e) {
        boolean token = false;
        Optional<String> authority = Optional.empty();
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SentTooLate) {
                return Optional.of(new Failure(Trouble.SERVICE, TOO_LATE));
            }
            token = token
                    || t instanceof ClientAuthenticationException
                    || t instanceof CredentialUnavailableException
                    || t instanceof MsalException;
            if (authority.isEmpty()) {
                authority = authorityCode(t.getMessage() == null ? "" : t.getMessage());
            }
        }
        if (token && authority.isPresent()) {
            String code = authority.get();
            return Optional.of(new Failure(TENANT_UNKNOWN.contains(code) ? Trouble.TENANT : Trouble.CREDENTIAL, code));
        }
        if (Departures.hasLeft()) {
            return Optional.empty();
        }
        return Optional.of(new Failure(Trouble.CONNECTION, kind(e)));
    }

    /** The class of the innermost cause. */
    static String kind(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }

    private static Optional<String> authorityCode(String message) {
        Matcher found = AUTHORITY_CODE.matcher(message);
        return found.find() ? Optional.of(found.group()) : Optional.empty();
    }
}
