package dev.guestward.directory.changes;

import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.changes.AccountLooks.Due;
import dev.guestward.directory.changes.NotificationQueue.Hint;
import dev.guestward.schedule.PollingLoop;
import dev.guestward.schedule.RunningLoops;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Looks at accounts whose time has come, and sets those aside whose comparison fails again and again. */
@Component
class LaterLooks extends RunningLoops {
    static final int MOST_ATTEMPTS = 8;

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Body body;

    @Autowired
    LaterLooks(AccountLooks looks, ChangeIntake intake, ManagedAccounts accounts, DeadLetters deadLetters) {
        this(new Body(looks, intake, accounts, deadLetters));
    }

    private LaterLooks(Body body) {
        super(new PollingLoop("account-looks", EVERY, body::runOnce));
        this.body = body;
    }

    int runOnce() {
        return body.runOnce();
    }

    private record Body(AccountLooks looks, ChangeIntake intake, ManagedAccounts accounts, DeadLetters deadLetters) {
        int runOnce() {
            List<Due> due = looks.claim(100);
            List<ObjectId> alive = new ArrayList<>();
            for (Due one : due) {
                if (one.attempts() < MOST_ATTEMPTS) {
                    alive.add(one.account());
                } else {
                    Hint hint = new Hint(Heard.USERS, one.account(), "later", "updated");
                    deadLetters.setAside(one.account().value(), hint.record(), "comparison");
                    looks.done(one.account());
                }
            }
            Set<ObjectId> managed = accounts.managed(alive);
            Set<ObjectId> others = new LinkedHashSet<>(alive);
            others.removeAll(managed);
            others.forEach(looks::done);
            if (!managed.isEmpty()) {
                intake.lookAt(managed);
            }
            return due.size();
        }
    }
}
