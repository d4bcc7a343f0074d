package dev.guestward.directory.gateway;

import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.effect.EffectQueue;
import dev.guestward.directory.effect.Effects;
import dev.guestward.mode.Mode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.PlatformTransactionManager;

/** One more node's gateway, on the same database and tenant as the others, with a hook around its calls. */
public final class GatewayNode {
    static final GatewaySettings SETTINGS = new GatewaySettings(
            true,
            1,
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofSeconds(15),
            Duration.ZERO,
            Duration.ofMinutes(1));

    public final Gateway gateway;
    final DirectoryQuota quota;

    private GatewayNode(Gateway gateway, DirectoryQuota quota) {
        this.gateway = gateway;
        this.quota = quota;
    }

    /** Around a call of the port, by the method's name. */
    public interface Hook {
        default void before(String call) {}

        default void after(String call) {}
    }

    /** As {@code kill -9} looks to the rest of the world: whatever was not committed did not happen, nothing cleans up. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    static GatewayNode in(ApplicationContext context, Hook hook, List<EffectListener> listeners) {
        return in(context, hook, listeners, context.getBean(InvitationSource.class));
    }

    static GatewayNode in(
            ApplicationContext context, Hook hook, List<EffectListener> listeners, InvitationSource invitations) {
        return in(context, hook, listeners, invitations, List.of());
    }

    /** A node of a hospital that protects one account. */
    static GatewayNode protecting(ApplicationContext context, ObjectId account) {
        return in(
                context,
                new Hook() {},
                List.of(),
                context.getBean(InvitationSource.class),
                List.of(asked -> asked.equals(account)));
    }

    private static GatewayNode in(
            ApplicationContext context,
            Hook hook,
            List<EffectListener> listeners,
            InvitationSource invitations,
            List<AccountProtection> protections) {
        return over(
                hooked(context.getBean(GuestDirectory.class), hook),
                context,
                listeners,
                invitations,
                protections,
                List.of());
    }

    /** One more node of the product as it is, with everything that listens and has a say. */
    public static GatewayNode whole(ApplicationContext context, Hook hook) {
        return over(
                hooked(context.getBean(GuestDirectory.class), hook),
                context,
                List.copyOf(context.getBeansOfType(EffectListener.class).values()),
                context.getBean(InvitationSource.class),
                List.copyOf(context.getBeansOfType(AccountProtection.class).values()),
                List.copyOf(context.getBeansOfType(LastWord.class).values()));
    }

    /** A node in which somebody has the last word before an act leaves. */
    static GatewayNode asking(ApplicationContext context, LastWord word) {
        return over(
                context.getBean(GuestDirectory.class),
                context,
                List.of(),
                context.getBean(InvitationSource.class),
                List.of(),
                List.of(word));
    }

    /** A node that reaches the tenant in its own way, or does not. */
    static GatewayNode over(GuestDirectory directory, ApplicationContext context) {
        return over(directory, context, List.of(), context.getBean(InvitationSource.class), List.of(), List.of());
    }

    private static GatewayNode over(
            GuestDirectory directory,
            ApplicationContext context,
            List<EffectListener> listeners,
            InvitationSource invitations,
            List<AccountProtection> protections,
            List<LastWord> lastWords) {
        Clock clock = context.getBean(Clock.class);
        Effects effects = context.getBean(Effects.class);
        EffectQueue queue = context.getBean(EffectQueue.class);
        PlatformTransactionManager transactions = context.getBean(PlatformTransactionManager.class);
        Acts acts = new Acts(directory, effects, invitations, protections, SETTINGS, clock);
        InviteAct invite = new InviteAct(
                directory,
                effects,
                acts,
                invitations,
                new RecycleBin(directory, invitations, clock),
                SETTINGS,
                transactions,
                clock);
        Outages outages = context.getBean(Outages.class);
        DirectoryQuota quota =
                new DirectoryQuota(context.getBean(DataSource.class), context.getBean(QuotaSettings.class), clock);
        Settlement settlement = new Settlement(
                effects, acts, invite, outages, context.getBean(OurPermissions.class), quota, listeners, transactions);
        Looks looks = new Looks(directory, acts, invite, settlement, SETTINGS);
        ApplicationEventPublisher events = context;
        return new GatewayNode(
                new Gateway(
                        queue,
                        looks,
                        new Sends(
                                effects,
                                queue,
                                acts,
                                invite,
                                settlement,
                                looks,
                                lastWords,
                                SETTINGS,
                                transactions,
                                clock),
                        outages,
                        quota,
                        SETTINGS,
                        new Reporting(effects, settlement, lastWords, context.getBean(Mode.class), transactions),
                        events,
                        clock),
                quota);
    }

    private static GuestDirectory hooked(GuestDirectory directory, Hook hook) {
        return (GuestDirectory) Proxy.newProxyInstance(
                GatewayNode.class.getClassLoader(),
                new Class<?>[] {GuestDirectory.class},
                (proxy, method, arguments) -> {
                    hook.before(method.getName());
                    try {
                        return method.invoke(directory, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        hook.after(method.getName());
                    }
                });
    }
}
