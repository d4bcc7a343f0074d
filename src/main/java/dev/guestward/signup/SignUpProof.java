package dev.guestward.signup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Keeps plain scripts from the public page, without a riddle and without asking anybody outside: a form tells when its page
 * was opened, signed, so that nobody sends one without having had the page, nor faster than a person writes. It does not
 * keep out who takes the trouble; for these there are the limits.
 */
@Component
public class SignUpProof {
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final Pattern FORM = Pattern.compile("(\\d{1,15})[.]([0-9a-f]{64})");

    private final SignUpSecrets secrets;
    private final SignUpSettings settings;
    private final Clock clock;

    SignUpProof(SignUpSecrets secrets, SignUpSettings settings, Clock clock) {
        this.secrets = secrets;
        this.settings = settings;
        this.clock = clock;
    }

    /** For a page that is opened now. */
    public String opened() {
        long now = clock.millis();
        return now + "." + secrets.ofOpening(now);
    }

    /** Whether the page was opened long enough ago, and not the day before. */
    boolean holds(@Nullable String opened) {
        Matcher parts = FORM.matcher(opened == null ? "" : opened);
        if (!parts.matches()) {
            return false;
        }
        long at = Long.parseLong(parts.group(1));
        boolean ours = MessageDigest.isEqual(
                parts.group(2).getBytes(StandardCharsets.US_ASCII),
                secrets.ofOpening(at).getBytes(StandardCharsets.US_ASCII));
        Duration open = Duration.between(Instant.ofEpochMilli(at), clock.instant());
        return ours && open.compareTo(settings.fillInAtLeast()) >= 0 && open.compareTo(LONGEST) <= 0;
    }
}
