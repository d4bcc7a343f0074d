package dev.guestward.safety;

import dev.guestward.directory.Answer;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.InMemoryDirectory;
import dev.guestward.directory.NewInvitation;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.ReadTogether;
import dev.guestward.directory.Trouble;
import dev.guestward.directory.gateway.GatewayNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The tenant as the product meets it: now and then it asks for patience, loses an answer after or before the act, cannot be
 * read, or the caller is killed in the middle. The oracle sees every call as it really went.
 */
final class MoodyTenant {
    private static final Duration PATIENCE = Duration.ofSeconds(7);

    final InMemoryDirectory inner;
    final GuestDirectory face;
    final Map<String, Integer> faults = new TreeMap<>();
    private final Random random;
    private final Oracle oracle;
    private final Consumer<String> trace;
    private double badness;
    private boolean down;
    private boolean nodesDie = true;
    private Consumer<Collection<ObjectId>> afterLook = accounts -> {};
    private long calls;

    MoodyTenant(InMemoryDirectory inner, Random random, Oracle oracle, Consumer<String> trace) {
        this.inner = inner;
        this.random = random;
        this.oracle = oracle;
        this.trace = trace;
        this.face = (GuestDirectory) Proxy.newProxyInstance(
                GuestDirectory.class.getClassLoader(),
                new Class<?>[] {GuestDirectory.class},
                (proxy, method, arguments) -> called(method, arguments == null ? new Object[0] : arguments));
    }

    /** Which share of the calls goes wrong from now on. */
    void mood(double share) {
        badness = share;
    }

    /** Nothing is reached at all. */
    void down(boolean on) {
        down = on;
    }

    boolean isDown() {
        return down;
    }

    /** No node dies in the middle of a call any more. */
    void calmDown() {
        badness = 0;
        down = false;
        nodesDie = false;
        inner.showTheTruth();
    }

    /** What people do between the look at accounts and what follows from it. */
    void afterLook(Consumer<Collection<ObjectId>> what) {
        afterLook = what;
    }

    long calls() {
        return calls;
    }

    private Object called(Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return invoked(method, arguments);
        }
        calls++;
        return method.getReturnType() == Answer.class ? act(method, arguments) : read(method, arguments);
    }

    private Object invoked(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(inner, arguments);
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private Object read(Method method, Object[] arguments) throws Throwable {
        boolean fails = down || random.nextDouble() < badness / 4;
        if (fails) {
            count(down ? "no connection" : "read failed");
            DirectoryUnavailable e = new DirectoryUnavailable(
                    "Told to answer no read", down ? Trouble.CONNECTION : Trouble.SERVICE, PATIENCE);
            if (method.getReturnType() != ReadTogether.class) {
                throw e;
            }
            Map<ObjectId, DirectoryUnavailable> failed = new HashMap<>();
            accounts(arguments).forEach(id -> failed.put(id, e));
            return new ReadTogether<>(Map.of(), failed);
        }
        Object found = invoked(method, arguments);
        if ("inspect".equals(method.getName())) {
            afterLook.accept(accounts(arguments));
        }
        return found;
    }

    private static List<ObjectId> accounts(Object[] arguments) {
        return ((Collection<?>) arguments[0]).stream().map(ObjectId.class::cast).toList();
    }

    private Object act(Method method, Object[] arguments) throws Throwable {
        List<Call> parts = parts(method.getName(), arguments);
        if (down) {
            count("no connection");
            return new Answer.NotSent<>(Trouble.CONNECTION, "ConnectException");
        }
        parts.forEach(oracle::attempted);
        double luck = random.nextDouble();
        InMemoryDirectory.Trouble trouble = null;
        boolean killedAfter = false;
        if (luck < badness) {
            int which = random.nextInt(10);
            if (which < 4) {
                trouble = InMemoryDirectory.Trouble.THROTTLED;
            } else if (which < 6) {
                trouble = InMemoryDirectory.Trouble.ANSWER_LOST;
            } else if (which < 8) {
                trouble = InMemoryDirectory.Trouble.REQUEST_LOST;
            } else if (which == 8 && nodesDie) {
                count("killed before the call");
                parts.forEach(part -> trace.accept(part.verb() + " " + oracle.name(part) + " killed before"));
                throw new GatewayNode.Killed();
            } else {
                killedAfter = nodesDie;
            }
        }
        if (trouble != null) {
            count(trouble.name().toLowerCase(Locale.ROOT).replace('_', ' '));
            inner.next(trouble);
        }
        int before = inner.acceptedSoFar();
        Object answer = invoked(method, arguments);
        boolean applied = inner.acceptedSoFar() > before;
        boolean unclear = trouble == InMemoryDirectory.Trouble.ANSWER_LOST || killedAfter;
        for (Call part : parts) {
            Call whole = applied && "invite".equals(part.verb())
                    ? part.of(
                            inner.actuallyWithMail(part.target()).orElseThrow().id())
                    : part;
            if (applied) {
                oracle.accepted(whole, unclear);
            }
            trace.accept(part.verb() + " " + oracle.name(whole) + " "
                    + (applied ? "accepted" : answer.getClass().getSimpleName()) + (unclear ? ", unheard" : ""));
        }
        if (killedAfter) {
            count("killed after the call");
            throw new GatewayNode.Killed();
        }
        return answer;
    }

    private void count(String fault) {
        faults.merge(fault, 1, Integer::sum);
    }

    private List<Call> parts(String method, Object[] arguments) {
        return switch (method) {
            case "invite" -> List.of(invitation("invite", Call.NOBODY, (NewInvitation) arguments[0]));
            case "resetRedemption" ->
                List.of(invitation("reset", (ObjectId) arguments[0], (NewInvitation) arguments[1]));
            case "addMembers" -> members((ObjectId) arguments[0], (List<?>) arguments[1]);
            case "removeMember" -> List.of(part("remove-member", (ObjectId) arguments[1], "GROUP:" + arguments[0]));
            case "assignAppRole" -> List.of(part("assign-role", (ObjectId) arguments[1], String.valueOf(arguments[0])));
            case "removeAppRole" -> List.of(part("remove-role", (ObjectId) arguments[0], String.valueOf(arguments[1])));
            case "enableSignIn" ->
                List.of(part((Boolean) arguments[1] ? "unblock" : "block", (ObjectId) arguments[0], ""));
            case "revokeSessions" -> List.of(part("revoke", (ObjectId) arguments[0], ""));
            case "addSponsor" -> List.of(part("add-sponsor", (ObjectId) arguments[0], "SPONSOR:" + arguments[1]));
            default -> List.of(part(method, (ObjectId) arguments[0], ""));
        };
    }

    private List<Call> members(ObjectId group, List<?> users) {
        List<Call> parts = new ArrayList<>();
        users.forEach(user -> parts.add(part("add-member", (ObjectId) user, "GROUP:" + group)));
        return parts;
    }

    private Call part(String verb, ObjectId account, String target) {
        return new Call(verb, account, target, inner.actually(account), inner.actuallyHeld(account));
    }

    private static Call invitation(String verb, ObjectId account, NewInvitation invitation) {
        return new Call(verb, account, invitation.email(), Optional.empty(), Set.of());
    }
}
