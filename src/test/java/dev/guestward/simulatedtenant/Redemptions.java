package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Redeem links, and what accepting an invitation does to a guest. */
final class Redemptions {
    private final Directory directory;
    private final ChangeLog log;
    private final URI publicBase;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Link> links = new ConcurrentHashMap<>();

    Redemptions(Directory directory, ChangeLog log, URI publicBase) {
        this.directory = directory;
        this.log = log;
        this.publicBase = publicBase;
    }

    /** A new secret link. Older links of the same guest stay good. */
    String newLink(UserEntry user, String mail, String redirectUrl) {
        var secret = new byte[24];
        random.nextBytes(secret);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        links.put(token, new Link(user.id(), mail, redirectUrl));
        return publicBase + "/redeem?token=" + token;
    }

    Map<String, Link> links() {
        return Map.copyOf(links);
    }

    void know(String token, Link link) {
        links.put(token, link);
    }

    Optional<Link> link(String token) {
        return Optional.ofNullable(links.get(token));
    }

    Optional<Link> linkOf(String redeemUrl) {
        int start = redeemUrl.indexOf("token=");
        return start < 0 ? Optional.empty() : link(redeemUrl.substring(start + "token=".length()));
    }

    /**
     * Accepts the invitation of a guest, in the name of the guest. Accepting twice changes nothing.
     *
     * @param displayName the name in the home tenant, if it replaces the one in the invitation
     * @return why it cannot be accepted, or nothing
     */
    Optional<String> accept(String userId, Identity identity, @Nullable String displayName) {
        return directory.locked(() -> {
            var found = directory.anyUser(userId).filter(UserEntry::live);
            if (found.isEmpty()) {
                return Optional.of("This invitation is no longer valid: the account has been deleted.");
            }
            var user = found.get();
            if (!user.enabled()) {
                return Optional.of("Your account is blocked. Ask the person who invited you.");
            }
            if (user.accepted()) {
                return Optional.empty();
            }
            if (!user.pending()) {
                return Optional.of("This account was never invited.");
            }
            ObjectNode changes = Json.object()
                    .put("externalUserState", "Accepted")
                    .put("externalUserStateChangeDateTime", Json.time(directory.now()));
            changes.putArray("identities")
                    .addObject()
                    .put("signInType", "federated")
                    .put("issuer", identity.issuer())
                    .putNull("issuerAssignedId");
            if (displayName != null && !displayName.isBlank()) {
                changes.put("displayName", displayName);
            }
            directory.update(user, changes);
            log.accepted(
                    "guest",
                    "POST",
                    "/redeem",
                    Json.object().put("userId", user.id()).put("identity", identity.issuer()));
            return Optional.empty();
        });
    }

    /** What a guest signs in with. */
    enum Identity {
        WORK("ExternalAzureAD", "Work or school account"),
        MICROSOFT("MicrosoftAccount", "Microsoft account"),
        PASSCODE("mail", "One-time passcode by mail"),
        GOOGLE("google.com", "Google account"),
        FEDERATION("https://sign-in.partner.example/saml", "Sign-in of the clinic itself (federation)");

        private final String issuer;
        private final String label;

        Identity(String issuer, String label) {
            this.issuer = issuer;
            this.label = label;
        }

        String issuer() {
            return issuer;
        }

        String label() {
            return label;
        }

        /** By name or by issuer, whatever the case. */
        static Optional<Identity> named(String text) {
            for (var identity : values()) {
                if (identity.name().equalsIgnoreCase(text) || identity.issuer.equalsIgnoreCase(text)) {
                    return Optional.of(identity);
                }
            }
            return Optional.empty();
        }
    }

    record Link(String userId, String mail, String redirectUrl) {}
}
