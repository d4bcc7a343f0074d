package dev.guestward.directory.graph;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out of the house, for tokens and Graph alike. Only https goes through a proxy: plain http is spoken with the
 * machine's own identity service alone.
 */
final class GraphProxy extends ProxySelector {
    private static final Logger log = LoggerFactory.getLogger(GraphProxy.class);
    private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);

    private final List<Proxy> proxy;
    private final List<String> direct;

    private GraphProxy(@Nullable URI proxy, List<String> direct) {
        this.proxy = proxy == null
                ? DIRECT
                : List.of(new Proxy(
                        Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), proxy.getPort())));
        this.direct = direct;
    }

    /** The setting, or what the environment says in {@code HTTPS_PROXY} and {@code NO_PROXY}, also in lower case. */
    static GraphProxy of(@Nullable URI setting, Function<String, @Nullable String> environment) {
        if (setting != null) {
            return new GraphProxy(setting, List.of());
        }
        String named = either(environment, "HTTPS_PROXY");
        if (named.isBlank()) {
            return new GraphProxy(null, List.of());
        }
        URI address = address(named.trim());
        List<String> direct = Arrays.stream(either(environment, "NO_PROXY").split(",", -1))
                .map(host -> host.trim().toLowerCase(Locale.ROOT))
                .map(host -> host.startsWith("*.") ? host.substring(1) : host)
                .filter(host -> !host.isEmpty())
                .toList();
        return new GraphProxy(address, direct);
    }

    private static URI address(String named) {
        try {
            URI address = URI.create(named.contains("://") ? named : "http://" + named);
            if (address.getHost() != null && address.getPort() > 0) {
                return address;
            }
        } catch (IllegalArgumentException unreadable) {
            log.debug("HTTPS_PROXY is no address");
        }
        throw new IllegalArgumentException("HTTPS_PROXY must look like http://host:port");
    }

    private static String either(Function<String, @Nullable String> environment, String name) {
        String upper = environment.apply(name);
        String lower = environment.apply(name.toLowerCase(Locale.ROOT));
        return upper != null && !upper.isBlank() ? upper : lower == null ? "" : lower;
    }

    @Override
    public List<Proxy> select(URI target) {
        String host = target.getHost() == null ? "" : target.getHost().toLowerCase(Locale.ROOT);
        return "https".equals(target.getScheme()) && direct.stream().noneMatch(except -> covers(except, host))
                ? proxy
                : DIRECT;
    }

    private static boolean covers(String except, String host) {
        String domain = except.startsWith(".") ? except.substring(1) : except;
        return "*".equals(except) || host.equals(domain) || host.endsWith("." + domain);
    }

    @Override
    public void connectFailed(URI target, SocketAddress address, IOException e) {
        log.warn(
                "The proxy for the directory cannot be reached: {}",
                e.getClass().getSimpleName());
    }
}
