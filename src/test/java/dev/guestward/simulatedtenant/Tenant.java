package dev.guestward.simulatedtenant;

import java.net.URI;

/** The parts of a running tenant that the route families share. */
final class Tenant {
    final SimulatedTenantOptions options;
    final SteppedClock clock;
    final Directory directory;
    final ChangeLog log;
    volatile Policies policies = Policies.seeded();
    final OpaqueTokens opaqueTokens = new OpaqueTokens();
    final SigningKey signingKey = new SigningKey();
    final Faults faults = new Faults();
    final Counters counters;
    final Quota quota;
    final Replicas replicas;
    final Redemptions redemptions;
    final Notifications notifications;
    final MailCatcher mails;

    /** Where a browser finds the pages. */
    final URI publicBase;

    Tenant(SimulatedTenantOptions options, URI publicBase, MailCatcher mails) {
        this.options = options;
        this.publicBase = publicBase;
        this.mails = mails;
        clock = new SteppedClock(options.clock());
        counters = new Counters(clock);
        quota = new Quota(clock);
        directory = new Directory(clock);
        replicas = new Replicas(faults, directory);
        log = new ChangeLog(
                clock,
                options.kept().logFile() == null
                        ? null
                        : new LogFile(options.kept().logFile()));
        redemptions = new Redemptions(directory, log, publicBase);
        notifications = new Notifications(directory, options.firstRetry());
        directory.locked(() -> {
            SeedData.plant(directory);
            return true;
        });
        directory.onEvent(notifications::changed);
    }

    String issuer() {
        return publicBase + "/" + Seeds.TENANT_ID + "/v2.0";
    }
}
