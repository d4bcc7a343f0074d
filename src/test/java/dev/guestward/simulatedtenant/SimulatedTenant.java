package dev.guestward.simulatedtenant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A running simulated tenant. See the package for what it is. */
public final class SimulatedTenant implements AutoCloseable {
    private final WebServer server;
    private final MailCatcher mails;
    private final Tenant tenant;
    private final GraphApi graph;
    private final Path trustStore;
    private final @Nullable StateFile state;

    private SimulatedTenant(SimulatedTenantOptions options) throws IOException {
        var certificates = Certificates.create();
        mails = new MailCatcher(options.smtpPort());
        try {
            server = new WebServer(options.httpPort(), options.httpsPort(), certificates.serverContext());
        } catch (IOException e) {
            mails.close();
            throw e;
        }
        trustStore = Files.createTempFile("simulated-tenant-ca", ".pem");
        trustStore.toFile().deleteOnExit();
        Files.writeString(trustStore, certificates.authorityPem());
        try {
            var publicBase = options.publicBase();
            tenant = new Tenant(options, publicBase == null ? httpUrl() : publicBase, mails);
            var control = new ControlRoutes(tenant);
            state = options.kept().stateFile() == null
                    ? null
                    : new StateFile(options.kept().stateFile(), tenant, control::policiesJson, control::takePolicies);
            if (state == null || !state.load()) {
                seed(tenant, options.kept().seededUsers());
            }
            graph = new GraphApi(tenant);
            server.start(answers(tenant, graph, control, new SeedRoutes(tenant, state)));
        } catch (RuntimeException e) {
            // a broken file must not keep the ports
            server.close();
            mails.close();
            throw e;
        }
    }

    private static void seed(Tenant tenant, int people) {
        var seeded = new SeededPeople(tenant.directory);
        tenant.directory.locked(() -> {
            seeded.addEmployees(people / 10);
            seeded.addGuests(people - people / 10, SeededPeople.CLINICS);
            return true;
        });
    }

    /**
     * Starts a tenant with its seeds.
     *
     * @throws UncheckedIOException if a port is taken or a file cannot be used
     * @throws IllegalStateException if the state file or the log file is broken
     */
    public static SimulatedTenant start(SimulatedTenantOptions options) {
        try {
            return new SimulatedTenant(options);
        } catch (IOException e) {
            throw new UncheckedIOException("The simulated tenant could not start", e);
        }
    }

    /** Adds the guest nobody is behind, if it is not there. */
    public void addCanary() {
        tenant.directory.locked(() -> {
            new SeededPeople(tenant.directory).addCanary();
            return true;
        });
    }

    private static Handler answers(Tenant tenant, GraphApi graph, ControlRoutes control, SeedRoutes seeds) {
        var router = new Router<Handler>();
        var pages = new Pages();
        pages.addTo(router);
        var openId = new OpenIdRoutes(tenant, pages);
        control.addTo(router);
        seeds.addTo(router);
        new DirectoryPages(tenant, pages).addTo(router);
        new LimitPages(tenant, pages).addTo(router);
        new ClinicianPages(tenant, pages).addTo(router);
        new RedeemPages(tenant, pages).addTo(router);
        new TokenRoutes(tenant, openId).addTo(router);
        openId.addTo(router);
        return request -> {
            var path = request.path();
            if (GraphApi.owns(path)) {
                return graph.handle(request);
            }
            var match = router.find(request.method(), path);
            if (match.isPresent()) {
                try {
                    return match.get().target().handle(request.with(match.get().params(), null));
                } catch (Unimplemented e) {
                    return Response.json(501, Json.object().put("error", e.getMessage()));
                }
            }
            var error = new GraphError(404, "ResourceNotFound", "Nothing is at " + request.pathText() + ".");
            var id = Directory.newId();
            return Response.json(404, error.body(tenant.clock.instant(), id, id));
        };
    }

    /** Every route of Graph. */
    List<String> graphRoutes() {
        return graph.routes();
    }

    /** Where the pages, the OpenID issuer and the control surface are. */
    public URI httpUrl() {
        return URI.create("http://localhost:" + server.httpPort());
    }

    public URI httpsUrl() {
        return URI.create("https://localhost:" + server.httpsPort());
    }

    /** The base address for a Graph client. */
    public URI graphUrl() {
        return URI.create(httpsUrl() + "/" + GraphApi.PREFIX);
    }

    /** The authority host for azure-identity, which insists on https. */
    public URI authority() {
        return httpsUrl();
    }

    /** The OpenID issuer; plain http, so that a browser shows no warning about a certificate. */
    public URI issuer() {
        return URI.create(tenant.issuer());
    }

    public String tenantId() {
        return Seeds.TENANT_ID;
    }

    /** The id of the product's app registration. */
    public String clientId() {
        return Seeds.CLIENT_ID;
    }

    public String clientSecret() {
        return Seeds.CLIENT_SECRET;
    }

    /** A PEM file with the certificate authority of {@link #httpsUrl()}; deleted on close. */
    public Path trustStore() {
        return trustStore;
    }

    public int smtpPort() {
        return mails.port();
    }

    @Override
    public void close() {
        server.close();
        tenant.notifications.close();
        mails.close();
        if (state != null) {
            state.save();
        }
        tenant.log.close();
        try {
            Files.deleteIfExists(trustStore);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
