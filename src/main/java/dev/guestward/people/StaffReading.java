package dev.guestward.people;

import dev.guestward.directory.GuestDirectory;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.StaffMember;
import dev.guestward.schedule.FleetJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Fills the people table from the hospital's groups. All groups are read before anything is written, and a reading
 * without a single administrator is not believed: it would lock everybody out.
 */
@Component
public class StaffReading implements FleetJob {
    private static final Logger log = LoggerFactory.getLogger(StaffReading.class);

    private final GuestDirectory directory;
    private final People people;
    private final StaffSettings settings;
    private final Clock clock;

    StaffReading(GuestDirectory directory, People people, StaffSettings settings, Clock clock) {
        this.directory = directory;
        this.people = people;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "staff-reading";
    }

    @Override
    public Duration every() {
        return settings.readEvery();
    }

    @Override
    public boolean atStart() {
        return true;
    }

    @Override
    public void run() {
        Instant readAt = clock.instant();
        Map<Role, List<StaffMember>> groups = new EnumMap<>(Role.class);
        groups.put(Role.ADMINISTRATOR, directory.staffIn(new ObjectId(settings.administratorsGroup())));
        groups.put(Role.OWNER, directory.staffIn(new ObjectId(settings.ownersGroup())));
        groups.put(Role.SPONSOR, directory.staffIn(new ObjectId(settings.sponsorsGroup())));
        Map<ObjectId, StaffMember> members = new LinkedHashMap<>();
        Map<ObjectId, Set<Role>> roles = new LinkedHashMap<>();
        groups.forEach((role, staff) -> staff.forEach(member -> {
            members.put(member.id(), member);
            roles.computeIfAbsent(member.id(), id -> EnumSet.noneOf(Role.class)).add(role);
        }));
        if (groups.getOrDefault(Role.ADMINISTRATOR, List.of()).stream().noneMatch(StaffMember::enabled)) {
            log.error("The administrators' group shows nobody who is enabled; the people on record stay as they are");
            return;
        }
        people.replaceAll(
                members.values().stream()
                        .map(member -> person(member, roles.getOrDefault(member.id(), Set.of())))
                        .toList(),
                readAt);
    }

    private static Person person(StaffMember member, Set<Role> roles) {
        String principal = member.principalName().toLowerCase(Locale.ROOT);
        int at = principal.indexOf('@');
        return new Person(
                new PersonId(member.id().value()),
                at > 0 ? principal.substring(0, at) : principal,
                principal,
                member.displayName(),
                member.mail(),
                member.enabled(),
                roles,
                null); // no list of a group tells managers, and those on record stay
    }
}
