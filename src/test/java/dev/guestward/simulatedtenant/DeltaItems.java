package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The objects one round of a delta query tells about, and how. */
final class DeltaItems {
    private final Directory directory;
    private final boolean users;
    private final DeltaRound round;
    private final Set<String> tracked;

    DeltaItems(Directory directory, boolean users, DeltaRound round) {
        this.directory = directory;
        this.users = users;
        this.round = round;
        tracked = new LinkedHashSet<>(
                round.selected().isEmpty() ? (users ? Properties.USER_DEFAULT : Properties.GROUP) : round.selected());
        // not in the directory's store, so its changes leave no trace
        tracked.remove("signInActivity");
    }

    /** What has not been told yet, in the order of the round. */
    List<Entry> due() {
        var due = affected();
        // a stirred order may start at the lowest number there is, which no cursor is below of
        due.removeIf(entry -> !round.isFirstPage() && position(entry) <= round.cursor());
        due.sort(Comparator.comparingLong(this::position));
        return due;
    }

    /** What earlier pages told. */
    List<Entry> told() {
        var told = affected();
        told.removeIf(entry -> round.isFirstPage() || position(entry) > round.cursor());
        return told;
    }

    private List<Entry> affected() {
        Collection<? extends Entry> all = users ? directory.allUsers() : directory.allGroups();
        var affected = new ArrayList<Entry>();
        for (var entry : all) {
            if (round.wants(entry) && lastChange(entry) > round.from() && (round.from() > 0 || entry.live())) {
                affected.add(entry);
            }
        }
        return affected;
    }

    long position(Entry entry) {
        return round.position(entry, lastChange(entry));
    }

    /** The last change within the round: a later one is for the next round and must not hide this one. */
    private long lastChange(Entry entry) {
        long last = entry.lastChange(tracked, round.to());
        if (entry instanceof GroupEntry group && tracked.contains("members")) {
            for (long change : group.memberChanges.values()) {
                last = change <= round.to() ? Math.max(last, change) : last;
            }
        }
        return last;
    }

    ObjectNode json(Entry entry, boolean minimal) {
        var item = Json.object();
        if (entry instanceof UserEntry user && !user.live()) {
            item.put("id", user.id());
            item.putObject("@removed").put("reason", user.purged ? "deleted" : "changed");
            return item;
        }
        long from = round.from();
        boolean isNew = entry.existenceChange() > from;
        for (var name : tracked) {
            JsonNode value = entry.properties().get(name);
            boolean changed = isNew || entry.changeOf(name) > from;
            if (value != null && (changed || !minimal)) {
                item.set(name, value);
            }
        }
        item.put("id", entry.id());
        if (entry instanceof GroupEntry group && tracked.contains("members")) {
            members(group, isNew ? 0 : from, item);
        }
        if (entry instanceof UserEntry user
                && user.manager != null
                && tracked.contains("manager")
                && (isNew || user.changeOf("manager") > from)) {
            item.putArray("manager@delta")
                    .addObject()
                    .put("@odata.type", "#microsoft.graph.user")
                    .put("id", user.manager);
        }
        return item;
    }

    private void members(GroupEntry group, long from, ObjectNode item) {
        var delta = Json.array();
        group.memberChanges.forEach((id, change) -> {
            boolean nested = directory.anyGroup(id).isPresent();
            boolean present = group.members.contains(id)
                    && (nested || directory.anyUser(id).filter(UserEntry::live).isPresent());
            if (change > from && (present || from > 0)) {
                var member = delta.addObject()
                        .put("@odata.type", nested ? "#microsoft.graph.group" : "#microsoft.graph.user")
                        .put("id", id);
                if (!present) {
                    member.putObject("@removed").put("reason", "deleted");
                }
            }
        });
        if (!delta.isEmpty()) {
            item.set("members@delta", delta);
        }
    }
}
