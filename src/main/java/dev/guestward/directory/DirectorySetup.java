package dev.guestward.directory;

import dev.guestward.directory.DirectoryAccess.Role;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the way to the directory is set up, for the person who has to mend it. Makes no call. */
public interface DirectorySetup {

    /**
     * Where calls go.
     *
     * @param authority host that issues tokens
     * @param directory host of the directory
     * @param proxy host and port in between, or null
     */
    record Route(
            String authority, String directory, @Nullable String proxy) {}

    /**
     * What a role signs in with.
     *
     * @param clientSetting the property that names the application
     * @param proofSetting the property that holds its secret, certificate or token
     * @param expiresAt when the certificate ends; null for every other kind of proof, which we cannot see from here
     */
    record Proof(
            Role role,
            String clientSetting,
            String proofSetting,
            @Nullable Instant expiresAt) {}

    Route route();

    /** One for each role. */
    List<Proof> proofs();
}
