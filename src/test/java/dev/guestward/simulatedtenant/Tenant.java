package dev.guestward.simulatedtenant;

import java.net.URI;

/** The parts of a running tenant that the route families share. */
final class Tenant {
    final SimulatedTenantOptions options;
    final SteppedClock clock;
    final Directory directory;
    final Applications applications;
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
    final DeltaControl delta;
    final AppControl apps;
    final AppCredentials credentials;
    final TokenControl tokens = new TokenControl();

    /** Where a browser finds the pages. */
    final URI publicBase;

    Tenant(SimulatedTenantOptions options, URI publicBase, MailCatcher mails) {
        this.options = options;
        this.publicBase = publicBase;
        this.mails = mails;
        apps = new AppControl(options);
        credentials = new AppCredentials(apps);
        clock = new SteppedClock(options.clock());
        counters = new Counters(clock);
        quota = new Quota(clock);
        directory = new Directory(clock);
        applications = new Applications(options);
        replicas = new Replicas(faults, directory);
        log = new ChangeLog(
                clock,
                options.kept().logFile() == null
                        ? null
                        : new LogFile(options.kept().logFile()));
        redemptions = new Redemptions(directory, log, publicBase);
        var alarms = new Alarms(clock);
        notifications = new Notifications(directory, alarms, new Deliveries(clock, alarms, options.firstRetry()));
        directory.locked(() -> {
            SeedData.plant(directory);
            return true;
        });
        directory.onEvent(notifications::changed);
        delta = new DeltaControl(directory, options.deltaPageSize());
    }

    String issuer() {
        return publicBase + "/" + Seeds.TENANT_ID + "/v2.0";
    }
}
