package dev.guestward.directory.gateway;

import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.mode.Mode;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Settles acts that are only reported: what would have been refused is refused, what would have waited waits. */
@Component
class Reporting {
    private static final Logger log = LoggerFactory.getLogger(Reporting.class);

    private final Effects effects;
    private final List<LastWord> lastWords;
    private final Settlement settlement;
    private final Mode mode;
    private final TransactionTemplate transaction;

    Reporting(
            Effects effects,
            Settlement settlement,
            List<LastWord> lastWords,
            Mode mode,
            PlatformTransactionManager transactions) {
        this.effects = effects;
        this.settlement = settlement;
        this.lastWords = lastWords;
        this.mode = mode;
        this.transaction = new TransactionTemplate(transactions);
    }

    boolean concerns(Effect effect) {
        return mode.reportsOnly(effect.workflow());
    }

    void report(List<Effect> reported, Tally tally) {
        for (Effect effect : reported) {
            try {
                tally.stepped(Objects.requireNonNull(transaction.execute(status -> report(effect))));
            } catch (OptimisticLockingFailureException late) {
                log.info("Effect {} was taken on by another node", effect.id());
            } catch (RuntimeException e) {
                tally.stepped(settlement.failed(effect, e));
            }
        }
    }

    private Effect report(Effect effect) {
        for (LastWord word : lastWords) {
            LastWord.Verdict verdict = word.ifReported(effect);
            if (verdict instanceof LastWord.Held held) {
                return effects.postponed(effect, held.why(), held.again());
            }
            if (verdict instanceof LastWord.No no) {
                return effects.refused(effect, no.why());
            }
        }
        return effects.suppressed(effect);
    }
}
