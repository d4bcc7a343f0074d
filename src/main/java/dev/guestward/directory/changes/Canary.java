package dev.guestward.directory.changes;

import dev.guestward.directory.DeltaPage;
import dev.guestward.directory.ObjectId;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Watches for the canary among what comes in. The canary is a guest whom nobody is behind: it is nobody's business but
 * ours, so whoever looks for unmanaged guests does not get to see it.
 */
@Component
class Canary {
    private final CanarySettings settings;
    private final CanaryTable table;

    Canary(CanarySettings settings, CanaryTable table) {
        this.settings = settings;
        this.table = table;
    }

    boolean is(ObjectId account) {
        return settings.account().filter(account::equals).isPresent();
    }

    /** Somebody was told of changes to these accounts. */
    void notified(Set<ObjectId> named) {
        settings.account().filter(named::contains).ifPresent(table::notified);
    }

    /** A page of the delta feed. */
    void shown(DeltaPage page) {
        page.entries().stream()
                .filter(entry -> is(entry.id()))
                .flatMap(entry -> Stream.ofNullable(entry.user()))
                .forEach(user -> table.found(user.id(), user.enabled()));
    }

    /** The page without the canary: it looks deleted, so that whoever has seen it before it was named forgets it. */
    DeltaPage hidden(DeltaPage page) {
        if (page.entries().stream().noneMatch(entry -> is(entry.id()))) {
            return page;
        }
        return new DeltaPage(
                page.entries().stream()
                        .map(entry -> is(entry.id()) ? new DeltaPage.Entry(entry.id(), "changed", null) : entry)
                        .toList(),
                page.next(),
                page.last());
    }
}
