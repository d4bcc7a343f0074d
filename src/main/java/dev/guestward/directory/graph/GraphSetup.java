package dev.guestward.directory.graph;

import dev.guestward.directory.DirectoryAccess.Role;
import dev.guestward.directory.DirectorySetup;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** {@link DirectorySetup} from our settings. The certificate is read anew each time: it may have been replaced on disk. */
@Component
class GraphSetup implements DirectorySetup {
    private final GraphSettings settings;
    private final Environment environment;

    GraphSetup(GraphSettings settings, Environment environment) {
        this.settings = settings;
        this.environment = environment;
    }

    @Override
    public Route route() {
        Proxy proxy = GraphProxy.of(settings.proxy(), environment::getProperty)
                .select(settings.baseUrl())
                .get(0);
        return new Route(
                settings.authority().getHost(),
                settings.baseUrl().getHost(),
                proxy.address() instanceof InetSocketAddress address
                        ? address.getHostString() + ":" + address.getPort()
                        : null);
    }

    @Override
    public List<Proof> proofs() {
        return Arrays.stream(Role.values()).map(this::proof).toList();
    }

    private Proof proof(Role role) {
        GraphIdentity identity = settings.identity(role);
        return new Proof(
                role,
                settings.clientSetting(role),
                settings.proofSetting(role),
                identity.certificate() == null ? null : expiry(identity, identity.certificate()));
    }

    private static @Nullable Instant expiry(GraphIdentity identity, Path file) {
        try {
            return GraphCertificates.expiry(identity, file);
        } catch (IllegalArgumentException replacedByNonsense) {
            return null;
        }
    }
}
