package dev.guestward.signup;

import dev.guestward.problem.InvalidInput;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes what the public page sends. Every acceptable form is stored the same way and answered the same way: nothing is
 * looked up here, so neither answer nor time can tell whether an address, a clinic or a guest is known.
 */
@Component
public class SignUps {
    private static final Logger log = LoggerFactory.getLogger(SignUps.class);
    private static final Duration WINDOW = Duration.ofHours(1);

    private final SignUpRules rules;
    private final SignUpProof proof;
    private final SignUpTable table;
    private final SignUpSecrets secrets;
    private final SignUpSettings settings;
    private final Clock clock;

    SignUps(
            SignUpRules rules,
            SignUpProof proof,
            SignUpTable table,
            SignUpSecrets secrets,
            SignUpSettings settings,
            Clock clock) {
        this.rules = rules;
        this.proof = proof;
        this.table = table;
        this.secrets = secrets;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Keeps the form until somebody looks at it.
     *
     * @param remote the network address it came from; only its keyed hash is kept
     * @throws InvalidInput if something is wrong with the form itself
     * @throws SendAgain if it did not come from an opened page at a person's speed
     * @throws TooManySignUps if it must be sent again later
     */
    @Transactional
    public void receive(SignUpForm form, String remote, Locale locale) {
        SignUpRules.Checked checked = rules.check(form, locale);
        if (!proof.holds(form.opened())) {
            throw new SendAgain();
        }
        if (form.website() != null && !form.website().isEmpty()) {
            log.info("A sign-up filled in what nobody sees and was dropped");
            return;
        }
        Instant now = clock.instant();
        String source = secrets.ofSource(remote);
        table.lockPosts();
        refuseAgain(table.oldestOfLatest(settings.postsPerSource(), source), now);
        refuseAgain(table.oldestOfLatest(settings.postsPerHour(), null), now);
        table.receive(checked, locale.getLanguage(), source, secrets.ofAddress(checked.email()), now);
    }

    /** @param oldest when the oldest came of as many as are taken within the hour; empty while there are fewer */
    private static void refuseAgain(Optional<Instant> oldest, Instant now) {
        oldest.map(at -> Duration.between(now, at.plus(WINDOW)))
                .filter(wait -> !wait.isNegative() && !wait.isZero())
                .ifPresent(wait -> {
                    throw new TooManySignUps(wait);
                });
    }
}
