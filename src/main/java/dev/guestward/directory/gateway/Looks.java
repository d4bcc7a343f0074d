package dev.guestward.directory.gateway;

import dev.guestward.directory.AccountInspection;
import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.ReadTogether;
import dev.guestward.directory.effect.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/** The look at the directory before anything is sent: what has happened already is settled by it, the rest may go. */
@Component
class Looks {
    private static final Logger log = LoggerFactory.getLogger(Looks.class);

    private final DirectoryReads directory;
    private final Acts acts;
    private final InviteAct invitations;
    private final Settlement settlement;
    private final GatewaySettings settings;

    Looks(DirectoryReads directory, Acts acts, InviteAct invitations, Settlement settlement, GatewaySettings settings) {
        this.directory = directory;
        this.acts = acts;
        this.invitations = invitations;
        this.settlement = settlement;
        this.settings = settings;
    }

    /** @return those that may be sent */
    List<Effect> sendable(List<Effect> leased, Tally tally) {
        List<Effect> sendable = new ArrayList<>();
        List<Effect> accepted = new ArrayList<>();
        ReadTogether<AccountInspection> inspected = directory.inspect(leased.stream()
                .filter(effect -> effect.kind().needsInspection())
                .map(Effect::requireAccount)
                .distinct()
                .toList());
        for (Effect effect : leased) {
            if (effect.kind() == Effect.Kind.INVITE && invitations.isAccepted(effect)) {
                accepted.add(effect);
            } else if (maySend(effect, () -> standing(effect, inspected), tally)) {
                sendable.add(effect);
            }
        }
        visible(accepted, tally);
        return sendable;
    }

    /** Settles invitations whose account the directory shows. */
    void visible(List<Effect> accepted, Tally tally) {
        invitations.settleVisible(accepted, tally::stepped, (effect, e) -> wrong(effect, e, tally));
    }

    private Standing standing(Effect effect, ReadTogether<AccountInspection> inspected) {
        if (effect.kind() == Effect.Kind.INVITE) {
            return invitations.standing(effect);
        }
        if (!effect.kind().needsInspection()) {
            return acts.uninspected(effect);
        }
        ObjectId account = effect.requireAccount();
        return inspected
                .get(account)
                .map(seen -> acts.inspected(effect, seen))
                .orElseGet(() -> new Standing.CannotTell(settings.settleAfter()));
    }

    private boolean maySend(Effect effect, Supplier<Standing> standing, Tally tally) {
        try {
            Effect now = settlement.standing(effect, standing.get());
            if (now == null) {
                return true;
            }
            tally.stepped(now);
        } catch (OptimisticLockingFailureException late) {
            log.info("Effect {} was taken on by another node", effect.id());
        } catch (RuntimeException e) {
            // whatever our mistake with one effect is, it must not stop the others
            wrong(effect, e, tally);
        }
        return false;
    }

    private void wrong(Effect effect, RuntimeException e, Tally tally) {
        if (e instanceof DirectoryUnavailable away) {
            settlement.unavailable(List.of(effect), away).forEach(tally::stepped);
        } else {
            tally.stepped(settlement.failed(effect, e));
        }
    }
}
