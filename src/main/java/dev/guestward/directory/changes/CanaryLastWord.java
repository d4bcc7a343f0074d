package dev.guestward.directory.changes;

import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.gateway.LastWord;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** A test change hits the canary or nobody, also when the setting has changed since it was wished for. */
@Component
class CanaryLastWord implements LastWord {
    private final Canary canary;
    private final ManagedAccounts accounts;

    CanaryLastWord(Canary canary, ManagedAccounts accounts) {
        this.canary = canary;
        this.accounts = accounts;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Verdict on(Effect effect) {
        if (effect.kind() != Effect.Kind.TOUCH) {
            return GO;
        }
        ObjectId account = effect.requireAccount();
        if (!canary.is(account)) {
            return new No("not-the-canary");
        }
        return accounts.managed(Set.of(account)).isEmpty() ? GO : new No("managed");
    }
}
