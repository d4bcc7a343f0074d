package dev.guestward.directory.gateway;

import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.SendBy;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.EffectQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Works on effects: leases some, looks at what needs a look, sends what may be sent, settles by the answer.
 *
 * <p>Several threads on several nodes do this side by side. What keeps them from doing anything twice is the effect row:
 * leased by one, committed as SENT before the call leaves, and moved on only from the version the worker has seen. An act
 * whose lease is about to end does not leave the house any more ({@link SendBy}).
 */
@Component
public class Gateway {
    private static final int SHARE = DirectoryReads.MOST_IN_ONE_CALL;
    private static final Duration UNTOLD = Duration.ofSeconds(10);

    private final EffectQueue queue;
    private final Looks looks;
    private final Sends sends;
    private final Outages outages;
    private final DirectoryQuota quota;
    private final GatewaySettings settings;
    private final Reporting reporting;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final String owner = "gateway-" + UUID.randomUUID();

    Gateway(
            EffectQueue queue,
            Looks looks,
            Sends sends,
            Outages outages,
            DirectoryQuota quota,
            GatewaySettings settings,
            Reporting reporting,
            ApplicationEventPublisher events,
            Clock clock) {
        this.queue = queue;
        this.looks = looks;
        this.sends = sends;
        this.outages = outages;
        this.quota = quota;
        this.settings = settings;
        this.reporting = reporting;
        this.events = events;
        this.clock = clock;
    }

    /**
     * One round.
     *
     * @return how many effects were worked on
     */
    public int runOnce() {
        if (quota.isPaused()) {
            return 0;
        }
        List<Outages.Outage> open = outages.open();
        Set<Effect.Kind> kinds = Outages.unaffected(open);
        int most = SHARE;
        Optional<Outages.Outage> probed = outages.toProbe(open);
        if (probed.isPresent()) {
            kinds = EnumSet.allOf(Effect.Kind.class);
            kinds.removeIf(kind -> !probed.get().closes(kind));
            most = 1;
        }
        try (Allowance allowance = new Allowance(quota, most)) {
            Instant began = clock.instant();
            List<Effect> leased = allowance.withinPace(lease(kinds, allowance, most), queue);
            Tally tally = new Tally(this::stepped);
            if (!leased.isEmpty() && work(leased, allowance, open, began, tally) > 0 && !tally.hasCalled()) {
                // held or refused by us before it could show anything: the next act is to try
                probed.ifPresent(outages::tryAgain);
            }
            return tally.hasMoved() ? leased.size() : 0;
        }
    }

    /** Without an allowance only those that have been sent, to see what became of them. */
    private List<Effect> lease(Set<Effect.Kind> kinds, Allowance allowance, int most) {
        return allowance.writes() > 0
                ? queue.lease(owner, kinds, allowance.mayInvite(), allowance.writes(), settings.lease())
                : queue.leaseSent(owner, kinds, most, settings.lease());
    }

    /** @return how many might have been sent */
    private int work(List<Effect> leased, Allowance allowance, List<Outages.Outage> open, Instant began, Tally tally) {
        List<Effect> sendable = looks.sendable(leased, tally);
        Map<Boolean, List<Effect>> reported = sendable.stream().collect(Collectors.partitioningBy(reporting::concerns));
        reporting.report(reported.getOrDefault(true, List.of()), tally);
        sends.send(owner, reported.getOrDefault(false, List.of()), allowance, open, began, tally);
        return sendable.size();
    }

    private void stepped(Effect effect) {
        wake(effect);
        if (effect.isRefusedByRule() && effect.kind() == Effect.Kind.INVITE) {
            events.publishEvent(new InvitationRefused());
        }
    }

    /** Tells the tasks of effects whose node died between settling them and telling. */
    public int wake() {
        List<Effect> settled = queue.notWoken(UNTOLD, 100);
        settled.forEach(this::wake);
        return settled.size();
    }

    private void wake(Effect effect) {
        String task = effect.taskId();
        if (task != null && effect.isSettled()) {
            events.publishEvent(new EffectSettled(effect.id(), task));
            queue.woken(effect.id());
        }
    }
}
