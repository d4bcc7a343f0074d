package dev.guestward.people;

import dev.guestward.directory.DirectoryUnavailable;
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
import org.springframework.stereotype.Component;

/**
 * Fills the people table from the hospital's groups. All groups are read before anything is written, and a reading
 * without a single administrator is not believed: it would lock everybody out. One group that cannot be read keeps no right
 * of another from being withdrawn. Both count as failed.
 */
@Component
public class StaffReading implements FleetJob {
    private final GuestDirectory directory;
    private final People people;
    private final StaffReadingTable readings;
    private final StaffSettings settings;
    private final Clock clock;

    StaffReading(
            GuestDirectory directory, People people, StaffReadingTable readings, StaffSettings settings, Clock clock) {
        this.directory = directory;
        this.people = people;
        this.readings = readings;
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
        Map<Role, DirectoryUnavailable> unread = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            try {
                groups.put(role, directory.staffIn(group(role)));
            } catch (DirectoryUnavailable e) {
                unread.put(role, e);
            }
        }
        List<StaffMember> administrators = groups.get(Role.ADMINISTRATOR);
        if (administrators != null && administrators.stream().noneMatch(StaffMember::enabled)) {
            throw new IllegalStateException(
                    "The administrators' group shows nobody who is enabled; the people on record"
                            + " stay as they are, and no right is withdrawn");
        }
        if (!groups.isEmpty()) {
            people.replaceAll(shown(groups, unread.keySet()), readAt);
        }
        if (!unread.isEmpty()) {
            // counted as failed, so that somebody is told
            throw new IllegalStateException(
                    "Not all groups of staff can be read; whoever has these roles keeps them: " + unread.keySet(),
                    unread.values().iterator().next());
        }
        readings.completed(readAt);
    }

    private ObjectId group(Role role) {
        return new ObjectId(
                switch (role) {
                    case ADMINISTRATOR -> settings.administratorsGroup();
                    case OWNER -> settings.ownersGroup();
                    case SPONSOR -> settings.sponsorsGroup();
                });
    }

    /** Everybody with the roles that were read, and with those on record of a group that could not be read. */
    private List<Person> shown(Map<Role, List<StaffMember>> groups, Set<Role> unread) {
        Map<PersonId, Person> shown = new LinkedHashMap<>();
        groups.forEach((role, staff) -> staff.forEach(member -> {
            Person person = person(member, Set.of(role));
            shown.merge(person.id(), person, (before, again) -> with(again, before.roles()));
        }));
        if (!unread.isEmpty()) {
            for (Person known : people.all()) {
                Set<Role> kept = EnumSet.noneOf(Role.class);
                kept.addAll(known.roles());
                kept.retainAll(unread);
                if (!kept.isEmpty()) {
                    Person without = new Person(
                            known.id(),
                            known.userName(),
                            known.principalName(),
                            known.displayName(),
                            known.mail(),
                            known.enabled(),
                            kept,
                            null);
                    shown.merge(known.id(), without, (seen, onRecord) -> with(seen, onRecord.roles()));
                }
            }
        }
        return List.copyOf(shown.values());
    }

    private static Person with(Person person, Set<Role> more) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        roles.addAll(person.roles());
        roles.addAll(more);
        return new Person(
                person.id(),
                person.userName(),
                person.principalName(),
                person.displayName(),
                person.mail(),
                person.enabled(),
                roles,
                null);
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
