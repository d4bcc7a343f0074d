package dev.guestward.safety;

import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.InMemoryDirectory;
import dev.guestward.directory.ObjectId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Knows the rules of removal and none of the code. It hears what people have said, as far as the product took it, sees every
 * call that reaches the tenant, and keeps its own account of who may have access and why. What it cannot explain is a
 * violation.
 */
final class Oracle {
    private static final Duration PROMISE = Duration.ofMinutes(15);
    private static final Duration UNDO = Duration.ofMinutes(15);
    private static final Duration GRACE = Duration.ofDays(30);
    private static final Duration LAPSE = Duration.ofDays(30);

    /** So long the tenant keeps deleted accounts. */
    private static final Duration KEPT = Duration.ofDays(30);

    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration HOUR = Duration.ofHours(1);

    /** Each account is looked at once a week, even if nothing tells. */
    private static final Duration LOOKED_AT = Duration.ofDays(8);

    /** So old may be what the product saw of an account when it acts. */
    private static final Duration SEEN = Duration.ofMinutes(2);

    private static final int MOST_TOLD = 20;

    private final Clock clock;
    private final Map<Integer, Known> everybody = new LinkedHashMap<>();
    private final Map<String, Known> byMail = new HashMap<>();
    private final Map<ObjectId, Known> byAccount = new HashMap<>();
    private final List<Act> acts = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final Map<String, Integer> seen = new TreeMap<>();
    private boolean reportOnly;
    private Instant actsAgainSince = Instant.MIN;

    Oracle(Clock clock) {
        this.clock = clock;
    }

    /** One guest as the rules see them. */
    private static final class Known {
        private final int number;
        private final String clinic;
        private Optional<ObjectId> account = Optional.empty();
        private Instant invitedAt = Instant.MAX;
        private Instant end;
        private Instant endSetAt;
        /** A person wants the guest removed, and has not taken it back. */
        private Optional<Asked> removal = Optional.empty();

        private boolean restorationAsked;
        /** The door that restoration should open was found open: the account was deleted without a block, or let in by others. */
        private boolean foundOpen;

        private Optional<Instant> blockTried = Optional.empty();
        private Optional<Instant> blocked = Optional.empty();
        private boolean revoked;
        private Optional<Instant> deleteTried = Optional.empty();
        private Optional<Instant> deleted = Optional.empty();
        private Optional<Instant> deletedByOthers = Optional.empty();
        private boolean released;
        /** When two people let go of what the brake held, or one tried again what was refused: the promise counts from then. */
        private Instant releasedAt = Instant.MIN;

        /** People have decided that this end changes nothing. */
        private boolean stays;

        private Optional<Instant> protectedUntil = Optional.empty();
        /** Somebody else let the account in again, or took it away: what comes of it is theirs. */
        private boolean inOtherHands;

        private Instant touchedByOthers = Instant.MIN;
        /** Somebody else let them in although they were blocked. */
        private boolean letInByOthers;

        private Set<String> heldWhenBlocked = new TreeSet<>();
        private boolean heldChangedByOthers;
        private boolean wasMember;
        private final Map<String, Integer> accepted = new HashMap<>();
        private final Map<String, Integer> unheard = new HashMap<>();

        private Known(int number, String clinic, Instant end, Instant now) {
            this.number = number;
            this.clinic = clinic;
            this.end = end;
            this.endSetAt = now;
        }
    }

    private record Asked(Instant at, boolean urgent) {}

    /** @param counts whether it uses up the cap */
    private record Act(int number, String verb, String clinic, Instant at, boolean urgent, boolean counts) {
        private Act again(Instant now, boolean released) {
            return new Act(number, verb, clinic, now, urgent, counts && !released);
        }
    }

    // what people say, once the product has taken it

    void requested(int number, String mail, String clinic, Instant end) {
        Known known = new Known(number, clinic, end, clock.instant());
        everybody.put(number, known);
        byMail.put(mail, known);
    }

    void endsAt(int number, Instant end) {
        Known known = known(number);
        if (!end.equals(known.end)) {
            known.end = end;
            known.endSetAt = clock.instant();
            known.stays = false;
        }
    }

    void removalAsked(int number, boolean urgent) {
        known(number).removal = Optional.of(new Asked(clock.instant(), urgent));
    }

    /** Taken back, dropped or given up: the guest stays as they are. */
    void removalOver(int number) {
        Known known = known(number);
        known.removal = Optional.empty();
        known.blockTried = known.blocked.isPresent() ? known.blockTried : Optional.empty();
        known.stays = !clock.instant().isBefore(known.end);
    }

    void undone(int number) {
        known(number).removal = Optional.empty();
    }

    void restorationAsked(int number) {
        Known known = known(number);
        known.restorationAsked = true;
        known.foundOpen = false;
        known.accepted.clear();
        known.unheard.clear();
        known.removal = Optional.empty();
        known.deleteTried = Optional.empty();
    }

    void released(int number) {
        Known known = known(number);
        known.released = true;
        known.releasedAt = clock.instant();
    }

    /** Nothing is known to stand in the way any more until the directory is asked. */
    void triedAgain(int number) {
        known(number).releasedAt = clock.instant();
    }

    void protectedUntil(int number, Optional<Instant> until) {
        known(number).protectedUntil = until;
    }

    void reportsOnly(boolean on) {
        reportOnly = on;
        actsAgainSince = clock.instant();
        // what was under way ends as reported; what is left of it is not the rules' business any more
        everybody.values().forEach(known -> {
            known.removal = known.blockTried.isPresent() ? known.removal : Optional.empty();
            known.heldChangedByOthers |= known.blockTried.isPresent();
        });
    }

    /** The directory was not to be reached until now. */
    void reachableAgain() {
        actsAgainSince = clock.instant();
    }

    // what others do in the tenant

    void touched(ObjectId account) {
        Optional.ofNullable(byAccount.get(account)).ifPresent(known -> {
            known.touchedByOthers = clock.instant();
            // what was refused meanwhile is left as it is
            known.heldChangedByOthers |= known.blockTried.isPresent();
        });
    }

    /** While the guest is blocked, the product need not give back what was never its to take. */
    void heldChangedWhileBlocked(ObjectId account) {
        Optional.ofNullable(byAccount.get(account))
                .filter(known -> known.blockTried.isPresent())
                .ifPresent(known -> known.heldChangedByOthers = true);
    }

    void inOtherHands(ObjectId account) {
        Optional.ofNullable(byAccount.get(account)).ifPresent(known -> {
            known.inOtherHands = true;
            // whom others let in again is blocked again, as often as that is seen
            known.accepted.remove("block");
        });
        touched(account);
    }

    /** Whoever is blocked is blocked again, or shown. */
    void letInByOthers(ObjectId account) {
        Optional.ofNullable(byAccount.get(account)).ifPresent(known -> known.letInByOthers = known.blocked.isPresent());
        inOtherHands(account);
    }

    void deletedByOthers(ObjectId account) {
        Optional.ofNullable(byAccount.get(account)).ifPresent(known -> {
            known.deletedByOthers = Optional.of(clock.instant());
            // what was restored can be restored once more
            known.accepted.remove("restore");
            known.unheard.remove("restore");
        });
        inOtherHands(account);
    }

    /** As soon as the product sees that, the account is none of its business, for good. */
    void madeMember(ObjectId account) {
        Optional.ofNullable(byAccount.get(account)).ifPresent(known -> known.wasMember = true);
        touched(account);
    }

    // what the product does

    /** A call is on its way to the tenant. It needs a reason now, whatever becomes of it. */
    void attempted(Call call) {
        if (reportOnly) {
            wrong(call, "a call although the product only reports");
        }
        Known known = whose(call);
        if (known == null) {
            wrong(call, "a call about somebody nobody asked for");
            return;
        }
        foundBlocked(call, known);
        comesBackAnew(call, known);
        foundOpen(call, known);
        switch (call.verb()) {
            case "block" -> block(call, known);
            case "revoke" -> after(call, known, known.blocked.isPresent(), "signed out before the block");
            case "remove-member", "remove-role" -> {
                after(call, known, known.blocked.isPresent(), "stripped before the block");
                after(call, known, known.revoked, "stripped before being signed out");
            }
            case "delete" -> delete(call, known);
            case "unblock", "restore" ->
                rule(call, known.restorationAsked, "let in or undeleted although nobody asked for it");
            case "add-member", "assign-role", "add-sponsor" -> {
                rule(
                        call,
                        known.blocked.isEmpty() || known.restorationAsked,
                        "given access while blocked, and nobody asked to restore");
                rule(
                        call,
                        !"add-member".equals(call.verb())
                                || !isPending(call)
                                || known.heldWhenBlocked.contains(call.target())
                                || young(known),
                        "given access before accepting");
            }
            case "invite", "reset" -> rule(call, known.blocked.isEmpty(), "invited although blocked");
            default -> wrong(call, "a kind of call that nothing should need");
        }
    }

    /** The tenant has taken it. */
    void accepted(Call call, boolean unheard) {
        Known known = whose(call);
        if (known == null) {
            return;
        }
        seen.merge(call.verb(), 1, Integer::sum);
        String act = call.verb() + call.target();
        int times = known.accepted.merge(act, 1, Integer::sum);
        int mayRepeat = known.unheard.getOrDefault(act, 0);
        // reminders make fresh links
        if (times > 1 + mayRepeat && !"reset".equals(call.verb()) && !"invite".equals(call.verb())) {
            wrong(call, "made " + times + " times");
        }
        if (unheard) {
            known.unheard.merge(act, 1, Integer::sum);
        }
        Instant now = clock.instant();
        switch (call.verb()) {
            case "invite" -> invited(call, known, now);
            case "block" -> {
                known.letInByOthers = false;
                if (known.blocked.isEmpty()) {
                    known.blocked = Optional.of(now);
                    known.heldWhenBlocked = new TreeSet<>(call.held());
                    known.heldChangedByOthers = false;
                }
            }
            case "revoke" -> known.revoked = true;
            case "delete" -> known.deleted = Optional.of(now);
            case "restore" -> {
                known.deleted = Optional.empty();
                known.deletedByOthers = Optional.empty();
                known.deleteTried = Optional.empty();
                known.accepted.remove("delete");
                known.unheard.remove("delete");
            }
            case "unblock" -> letIn(call, known);
            default -> {
                // of no further consequence
            }
        }
    }

    private void invited(Call call, Known known, Instant now) {
        if (known.account.isPresent() && !known.account.get().equals(call.account())) {
            wrong(call, "a second account for one guest");
        }
        if (known.account.isEmpty()) {
            known.account = Optional.of(call.account());
            known.invitedAt = now;
            byAccount.put(call.account(), known);
        }
    }

    private void block(Call call, Known known) {
        Instant now = clock.instant();
        handsOff(call, known);
        boolean asked = known.removal
                .filter(one -> one.urgent() || !now.isBefore(one.at().plus(UNDO)))
                .isPresent();
        boolean ended = !now.isBefore(known.end);
        if (known.blockTried.isEmpty() && known.blocked.isEmpty()) {
            rule(
                    call,
                    asked || ended,
                    "blocked without a reason: ends " + known.end
                            + (known.removal.isPresent() ? ", removal may still be undone" : ""));
            rule(call, !known.restorationAsked, "blocked while being restored");
            known.blockTried = Optional.of(now);
            // an end known a day before passes, also for somebody whose removal for another reason is held
            boolean foreseen = ended && !known.endSetAt.plus(DAY).isAfter(known.end);
            boolean urgent = known.removal.filter(Asked::urgent).isPresent();
            brake(call, known, urgent, !foreseen);
        } else if (known.blocked.isEmpty()) {
            countsFromNow(call, known);
        }
    }

    /** A block that got lost on its way, of somebody whom others had blocked already. */
    private static void foundBlocked(Call call, Known known) {
        boolean disabled = call.before().filter(user -> !user.enabled()).isPresent();
        if (known.blocked.isEmpty() && known.blockTried.isPresent() && disabled && !"block".equals(call.verb())) {
            known.blocked = known.blockTried;
            known.heldWhenBlocked = new TreeSet<>(call.held());
            known.heldChangedByOthers = true;
        }
    }

    /** Restoration is over with the wish to open the door, if that is open already: what follows needs reasons of its own. */
    private static void foundOpen(Call call, Known known) {
        if ("unblock".equals(call.verb())) {
            known.foundOpen |= call.before().filter(DirectoryUser::enabled).isPresent();
        } else if (known.restorationAsked
                && known.foundOpen
                && Set.of("block", "delete", "invite", "reset").contains(call.verb())) {
            letIn(known);
        }
    }

    /** There is no way back for an account that the tenant has let go for good: whoever is to be restored is invited anew. */
    private void comesBackAnew(Call call, Known known) {
        boolean goneForGood = known.deleted
                .or(() -> known.deletedByOthers)
                .filter(at -> !clock.instant().isBefore(at.plus(KEPT)))
                .isPresent();
        if ("invite".equals(call.verb()) && known.restorationAsked && goneForGood) {
            known.account.ifPresent(byAccount::remove);
            known.account = Optional.empty();
            known.deleted = Optional.empty();
            known.deletedByOthers = Optional.empty();
            letIn(known);
        }
    }

    private void delete(Call call, Known known) {
        if (call.before().isEmpty()) {
            return; // others were faster
        }
        Instant now = clock.instant();
        handsOff(call, known);
        boolean lapsed = isPending(call)
                && known.blocked.isEmpty()
                && !now.isBefore(known.invitedAt.truncatedTo(ChronoUnit.SECONDS).plus(LAPSE));
        boolean removed =
                known.blocked.filter(at -> !now.isBefore(at.plus(GRACE))).isPresent();
        rule(call, lapsed || removed, "deleted without a block and its grace");
        boolean enabled = call.before().filter(DirectoryUser::enabled).isPresent();
        rule(call, lapsed || !enabled || young(known), "deleted although signing in is possible");
        rule(call, !known.restorationAsked, "deleted while being restored");
        if (removed && !known.heldChangedByOthers) {
            Set<String> left = new TreeSet<>(call.held());
            left.removeIf(one -> !one.startsWith("GROUP:") && !one.startsWith("APP_ROLE:"));
            rule(call, left.isEmpty() || known.deleteTried.isPresent(), "deleted before being stripped");
        }
        if (known.deleteTried.isEmpty()) {
            known.deleteTried = Optional.of(now);
            brake(call, known, false, true);
        } else {
            countsFromNow(call, known);
        }
    }

    private static boolean isPending(Call call) {
        return call.before()
                .filter(user -> user.redemption() == DirectoryUser.Redemption.PENDING)
                .isPresent();
    }

    /** What is tried again had not happened: it counts from the time at which it does. */
    private void countsFromNow(Call call, Known known) {
        acts.stream()
                .filter(act -> act.number() == known.number && act.verb().equals(call.verb()))
                .reduce((earlier, later) -> later)
                .ifPresent(act -> acts.set(acts.lastIndexOf(act), act.again(clock.instant(), known.released)));
    }

    /** The caps are counted here as the rules have them; what goes for the first time must find room. */
    private void brake(Call call, Known known, boolean urgent, boolean counts) {
        Instant now = clock.instant();
        String verb = call.verb();
        if (counts && !known.released) {
            long managed = managed(one -> true);
            long managedHere = managed(one -> one.clinic.equals(known.clinic));
            long cap = "delete".equals(verb)
                    ? Math.max(5, Math.min(500, managed * 2 / 100))
                    : Math.max(10, Math.min(200, managed * 10 / 100));
            long capHere = Math.max(5, managedHere * 50 / 100);
            Instant since = now.minus(DAY);
            long used = acts.stream()
                    .filter(act ->
                            act.verb().equals(verb) && act.counts() && act.at().isAfter(since))
                    .count();
            long usedHere = acts.stream()
                    .filter(act ->
                            act.verb().equals(verb) && act.counts() && act.at().isAfter(since))
                    .filter(act -> act.clinic().equals(known.clinic))
                    .count();
            boolean free = urgent
                    && acts.stream()
                                    .filter(act -> act.urgent() && act.at().isAfter(now.minus(HOUR)))
                                    .count()
                            < 5;
            rule(
                    call,
                    free || used < cap && usedHere < capHere,
                    "above the brake: " + used + " of " + cap + ", in the clinic " + usedHere + " of " + capHere);
        }
        acts.removeIf(act -> act.at().isBefore(now.minus(DAY.multipliedBy(2))));
        acts.add(new Act(known.number, verb, known.clinic, now, urgent, counts && !known.released));
        seen.merge(known.released ? "released" : counts ? "counted by the brake" : "foreseen", 1, Integer::sum);
        known.released = false;
    }

    private long managed(Predicate<Known> which) {
        return everybody.values().stream()
                .filter(one -> one.account.isPresent() && one.deleted.isEmpty())
                .filter(which)
                .count();
    }

    /** Everything is given back before the door is opened. */
    private void letIn(Call call, Known known) {
        if (!known.heldChangedByOthers) {
            Set<String> missing = new TreeSet<>(known.heldWhenBlocked);
            missing.removeAll(call.held());
            missing.removeIf(one -> one.startsWith("DIRECTORY_ROLE:"));
            rule(call, missing.isEmpty(), "let in without " + missing);
            seen.merge("given back whole", 1, Integer::sum);
        }
        letIn(known);
    }

    private static void letIn(Known known) {
        known.restorationAsked = false;
        known.released = false;
        known.heldWhenBlocked = new TreeSet<>();
        known.heldChangedByOthers = false;
        known.letInByOthers = false;
        known.foundOpen = false;
        known.inOtherHands = false;
        known.blocked = Optional.empty();
        known.blockTried = Optional.empty();
        known.deleteTried = Optional.empty();
        known.revoked = false;
        known.accepted.clear();
        known.unheard.clear();
    }

    private void handsOff(Call call, Known known) {
        if (young(known)) {
            return;
        }
        call.before().ifPresent(user -> {
            rule(call, user.isGuest(), "a member");
            rule(call, !user.synchronizedFromOnPremises(), "synchronized");
            rule(
                    call,
                    call.held().stream().noneMatch(held -> held.startsWith("DIRECTORY_ROLE:")),
                    "holds a role of the directory");
        });
        rule(call, !isProtected(known), "protected");
    }

    private void after(Call call, Known known, boolean condition, String what) {
        handsOff(call, known);
        rule(call, condition || known.inOtherHands, what);
    }

    private boolean isProtected(Known known) {
        return known.protectedUntil
                .filter(until -> until.isAfter(clock.instant()))
                .isPresent();
    }

    /** Whether others have changed the account so recently that the product need not have seen it. */
    private boolean young(Known known) {
        return known.touchedByOthers.isAfter(clock.instant().minus(SEEN));
    }

    // what is true at any moment

    /** What the product shows of somebody. */
    enum Shown {
        NOTHING,
        /** Held by the brake. */
        HELD,
        /** Refused: waits for people. */
        REFUSED,
        /** Told of otherwise. */
        TOLD,
        /** Without an account, because that is a member's by now. */
        LET_GO
    }

    /**
     * Nobody has access past the promise, unless it is known why.
     *
     * @param shown what the product shows of these, by their numbers
     */
    void look(InMemoryDirectory tenant, Function<List<Integer>, Map<Integer, Shown>> shown) {
        Instant now = clock.instant();
        if (reportOnly || actsAgainSince.isAfter(now.minus(PROMISE))) {
            return;
        }
        lookForLetIn(tenant, shown);
        List<Known> in = everybody.values().stream()
                .filter(known -> known.account.isPresent()
                        && known.end.plus(PROMISE).isBefore(now)
                        && known.releasedAt.isBefore(now.minus(PROMISE))
                        && !known.stays
                        && !known.inOtherHands)
                .filter(known -> tenant.actually(known.account.get())
                        .filter(DirectoryUser::enabled)
                        .isPresent())
                .toList();
        if (in.isEmpty()) {
            return;
        }
        Map<Integer, Shown> known =
                shown.apply(in.stream().map(one -> one.number).toList());
        for (Known one : in) {
            Shown why = known.getOrDefault(one.number, Shown.NOTHING);
            if (why == Shown.NOTHING || why == Shown.TOLD || why == Shown.LET_GO && !one.wasMember) {
                wrong(one, "has access past the end " + one.end + " and the promise");
                one.stays = true;
            } else if (why == Shown.HELD && one.released) {
                wrong(one, "is still held, although released at " + one.releasedAt);
                one.stays = true;
            }
        }
    }

    /** Who is blocked and was let in by others is blocked again, or shown, whatever has become of the removal. */
    private void lookForLetIn(InMemoryDirectory tenant, Function<List<Integer>, Map<Integer, Shown>> shown) {
        Instant before = clock.instant().minus(LOOKED_AT);
        List<Known> in = everybody.values().stream()
                .filter(known -> known.letInByOthers && !known.restorationAsked && known.account.isPresent())
                .filter(known -> known.touchedByOthers.isBefore(before) && actsAgainSince.isBefore(before))
                .filter(known -> tenant.actually(known.account.get())
                        .filter(user -> user.enabled() && user.isGuest())
                        .isPresent())
                .toList();
        if (!in.isEmpty()) {
            Map<Integer, Shown> why =
                    shown.apply(in.stream().map(one -> one.number).toList());
            in.stream()
                    .filter(one -> why.getOrDefault(one.number, Shown.NOTHING) == Shown.NOTHING)
                    .forEach(one -> {
                        wrong(one, "was let in by others while blocked, and is neither blocked again nor shown");
                        one.letInByOthers = false;
                    });
        }
    }

    /** The last moment before the next promise is due. */
    Optional<Instant> nextPromise() {
        Instant now = clock.instant();
        return everybody.values().stream()
                .filter(known -> known.account.isPresent() && known.blocked.isEmpty())
                .map(known -> later(known.end, known.releasedAt).plus(PROMISE).plusSeconds(1))
                .filter(due -> due.isAfter(now))
                .min(Instant::compareTo);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    void wrong(int number, String what) {
        wrong(known(number), what);
    }

    String name(Call call) {
        Known known = whose(call);
        return known == null ? "a stranger" : "guest " + known.number;
    }

    /** So much is wrong that more of it would tell nothing. */
    boolean hasHadEnough() {
        return violations.size() == MOST_TOLD;
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    Map<String, Integer> seen() {
        return seen;
    }

    private Known known(int number) {
        return Optional.ofNullable(everybody.get(number)).orElseThrow();
    }

    private Known whose(Call call) {
        Known invited = byMail.get(call.target());
        return invited == null ? byAccount.get(call.account()) : invited;
    }

    private void rule(Call call, boolean kept, String otherwise) {
        if (!kept) {
            wrong(call, otherwise);
        }
    }

    private void wrong(Call call, String what) {
        tell(call.verb() + " " + name(call) + ": " + what);
    }

    private void wrong(Known known, String what) {
        tell("guest " + known.number + ": " + what);
    }

    private void tell(String what) {
        if (violations.size() < MOST_TOLD) {
            violations.add(clock.instant() + " " + what);
        }
    }
}
