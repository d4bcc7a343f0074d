package dev.guestward.directory;

import java.time.Instant;

/** Tokens with which our application signs in to services of the tenant's cloud other than the directory. */
public interface ServiceTokens {

    /** Goes for a password until it ends. */
    record ServiceToken(String value, Instant endsAt) {
        @Override
        public String toString() {
            return "ServiceToken until " + endsAt;
        }
    }

    /**
     * A token for a service.
     *
     * @param scope {@code https://<service>/.default}
     */
    ServiceToken token(String scope);
}
