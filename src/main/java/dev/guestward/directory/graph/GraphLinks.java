package dev.guestward.directory.graph;

import com.microsoft.graph.models.BaseCollectionPaginationCountResponse;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.Trouble;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Follows the links in answers, to the configured host only: they carry our token. */
final class GraphLinks {
    private static final int MOST_PAGES = 2_000;

    private final URI baseUrl;

    GraphLinks(URI baseUrl) {
        this.baseUrl = baseUrl;
    }

    String own(String link) {
        URI uri;
        try {
            uri = URI.create(link.replace(" ", "%20").replace("|", "%7C"));
        } catch (IllegalArgumentException notALink) {
            throw new DirectoryUnavailable(
                    "The directory answered with an unreadable link", Trouble.SERVICE, Duration.ofMinutes(5));
        }
        if (!Objects.equals(baseUrl.getScheme(), uri.getScheme())
                || !Objects.equals(baseUrl.getAuthority(), uri.getAuthority())) {
            throw new DirectoryUnavailable(
                    "The directory answered with a link to another host; not followed",
                    Trouble.SERVICE,
                    Duration.ofMinutes(5));
        }
        return link;
    }

    /** All pages of a listing; empty if the object it belongs to is absent. */
    <P extends BaseCollectionPaginationCountResponse> Optional<List<P>> pages(
            String what, Supplier<@Nullable P> first, Function<String, @Nullable P> following) {
        Optional<P> page = GraphCalls.read(what, first);
        if (page.isEmpty()) {
            return Optional.empty();
        }
        List<P> pages = new ArrayList<>(List.of(page.get()));
        Set<String> followed = new HashSet<>();
        String next = page.get().getOdataNextLink();
        while (next != null) {
            if (!followed.add(next) || followed.size() > MOST_PAGES) {
                throw new DirectoryUnavailable(
                        what + " failed: its pages lead in a circle", Trouble.SERVICE, RetryAfter.WITHOUT_ACCESS);
            }
            String link = own(next);
            P further = GraphCalls.required(what, () -> following.apply(link));
            pages.add(further);
            next = further.getOdataNextLink();
        }
        return Optional.of(pages);
    }
}
