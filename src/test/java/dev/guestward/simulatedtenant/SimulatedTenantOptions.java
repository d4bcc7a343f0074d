package dev.guestward.simulatedtenant;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a simulated tenant starts.
 *
 * @param httpPort for the pages, the OpenID issuer and the control surface; 0 takes a free one
 * @param httpsPort for tokens and Graph; 0 takes a free one
 * @param smtpPort where the mail catcher listens; 0 takes a free one
 * @param publicBase where a browser finds the pages, if not at {@code http://localhost:{httpPort}}
 * @param oidcRedirectUris where sign-in may return to; empty means any {@code http} address of this machine
 * @param apps the registered applications
 * @param clock the directory's clock before anybody steps it; tokens and time-outs live in real time
 * @param deltaPageSize objects on a page of a delta query
 * @param firstRetry how long Graph waits before it repeats a notification for the first time; doubles from then on
 * @param kept what it starts with and leaves behind
 */
public record SimulatedTenantOptions(
        int httpPort,
        int httpsPort,
        int smtpPort,
        @Nullable URI publicBase,
        List<String> oidcRedirectUris,
        List<AppRegistration> apps,
        Clock clock,
        int deltaPageSize,
        Duration firstRetry,
        Kept kept) {
    public SimulatedTenantOptions {
        oidcRedirectUris = List.copyOf(oidcRedirectUris);
        apps = List.copyOf(apps);
    }

    /** The ports of the embedded run: 8089, 8443 and 3025. */
    public static SimulatedTenantOptions defaults() {
        return onPorts(8089, 8443, 3025);
    }

    /** Free ports, for tests. */
    public static SimulatedTenantOptions ephemeral() {
        return onPorts(0, 0, 0);
    }

    private static SimulatedTenantOptions onPorts(int http, int https, int smtp) {
        return new SimulatedTenantOptions(
                http,
                https,
                smtp,
                null,
                List.of(),
                List.of(AppRegistration.product(), Seeds.READER, Seeds.INVITER, Seeds.BLOCKER, Seeds.REMOVER),
                Clock.systemUTC(),
                200,
                Duration.ofSeconds(1),
                Kept.NOTHING);
    }

    public SimulatedTenantOptions withPorts(int http, int https, int smtp) {
        return new SimulatedTenantOptions(
                http, https, smtp, publicBase, oidcRedirectUris, apps, clock, deltaPageSize, firstRetry, kept);
    }

    public SimulatedTenantOptions withPublicBase(URI base) {
        return new SimulatedTenantOptions(
                httpPort, httpsPort, smtpPort, base, oidcRedirectUris, apps, clock, deltaPageSize, firstRetry, kept);
    }

    public SimulatedTenantOptions withOidcRedirectUris(List<String> uris) {
        return new SimulatedTenantOptions(
                httpPort, httpsPort, smtpPort, publicBase, uris, apps, clock, deltaPageSize, firstRetry, kept);
    }

    /** Registers one more application. */
    public SimulatedTenantOptions withApp(AppRegistration app) {
        var more = new ArrayList<>(apps);
        more.add(app);
        return new SimulatedTenantOptions(
                httpPort,
                httpsPort,
                smtpPort,
                publicBase,
                oidcRedirectUris,
                more,
                clock,
                deltaPageSize,
                firstRetry,
                kept);
    }

    public SimulatedTenantOptions withClock(Clock other) {
        return new SimulatedTenantOptions(
                httpPort,
                httpsPort,
                smtpPort,
                publicBase,
                oidcRedirectUris,
                apps,
                other,
                deltaPageSize,
                firstRetry,
                kept);
    }

    public SimulatedTenantOptions withDeltaPageSize(int size) {
        return new SimulatedTenantOptions(
                httpPort, httpsPort, smtpPort, publicBase, oidcRedirectUris, apps, clock, size, firstRetry, kept);
    }

    public SimulatedTenantOptions withFirstRetry(Duration wait) {
        return new SimulatedTenantOptions(
                httpPort, httpsPort, smtpPort, publicBase, oidcRedirectUris, apps, clock, deltaPageSize, wait, kept);
    }

    /** Invents that many people at the start, unless a state file knows better. */
    public SimulatedTenantOptions withSeededUsers(int count) {
        return with(new Kept(count, kept.logFile(), kept.stateFile()));
    }

    /** Writes every accepted change there, as a line of JSON, before it is answered. Goes on with a file that is there. */
    public SimulatedTenantOptions withLogFile(Path file) {
        return with(new Kept(kept.seededUsers(), file, kept.stateFile()));
    }

    /** Keeps the state there over a restart. */
    public SimulatedTenantOptions withStateFile(Path file) {
        return with(new Kept(kept.seededUsers(), kept.logFile(), file));
    }

    private SimulatedTenantOptions with(Kept other) {
        return new SimulatedTenantOptions(
                httpPort,
                httpsPort,
                smtpPort,
                publicBase,
                oidcRedirectUris,
                apps,
                clock,
                deltaPageSize,
                firstRetry,
                other);
    }

    Optional<AppRegistration> app(String clientId) {
        return apps.stream().filter(app -> app.clientId().equals(clientId)).findFirst();
    }
}
