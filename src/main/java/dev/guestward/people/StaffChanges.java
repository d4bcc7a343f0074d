package dev.guestward.people;

import dev.guestward.directory.ChangesNamed;
import dev.guestward.directory.ObjectId;
import java.time.Clock;
import java.util.Set;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Has the people read anew when the directory names one of them, or one of their groups: whoever is disabled or taken out
 * of a group must not go on deciding until the next regular reading.
 */
@Component
class StaffChanges {
    private final StaffReadingTable readings;
    private final Set<ObjectId> groups;
    private final Clock clock;

    StaffChanges(StaffReadingTable readings, StaffSettings settings, Clock clock) {
        this.readings = readings;
        this.groups = settings.groups();
        this.clock = clock;
    }

    @EventListener
    void named(ChangesNamed changes) {
        if (changes.ids().stream().anyMatch(groups::contains)) {
            readings.ask(clock.instant());
        } else if (!changes.ids().isEmpty()) {
            readings.ask(changes.ids(), clock.instant());
        }
    }
}
