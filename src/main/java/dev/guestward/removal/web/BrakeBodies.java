package dev.guestward.removal.web;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.removal.BrakeBatch;
import dev.guestward.removal.BrakeCapChanges;
import dev.guestward.removal.BrakeCaps.Cap;
import dev.guestward.removal.BrakeHold;
import dev.guestward.removal.BrakeStanding;
import dev.guestward.removal.CapChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the API tells of the brake: names instead of ids. */
@Component
class BrakeBodies {
    private final BrakeStanding standing;
    private final BrakeCapChanges changes;
    private final Clinics clinics;
    private final People people;

    BrakeBodies(BrakeStanding standing, BrakeCapChanges changes, Clinics clinics, People people) {
        this.standing = standing;
        this.changes = changes;
        this.clinics = clinics;
        this.people = people;
    }

    record Standing(
            List<Use> caps,
            List<ClinicUse> clinics,
            BrakeStanding.Forecast forecast,
            List<Batch> held,
            List<Change> changes) {}

    /** @param allowed missing for the cap of clinics, which each have their own */
    record Use(
            String name,
            int fewest,
            int most,
            int percent,
            @Nullable Long guests,
            @Nullable Long allowed,
            @Nullable Long used,
            @Nullable Long room,
            @Nullable Long beside) {
        static Use of(BrakeStanding.Use use) {
            Cap cap = use.cap();
            return new Use(
                    cap.name().key(),
                    cap.fewest(),
                    cap.most(),
                    cap.percent(),
                    use.guests(),
                    use.allowed(),
                    use.used(),
                    use.room(),
                    use.beside());
        }

        static Use of(Cap cap) {
            return new Use(cap.name().key(), cap.fewest(), cap.most(), cap.percent(), null, null, null, null, null);
        }
    }

    record ClinicUse(String clinic, long allowed, long blocks, long deletes) {}

    record Batch(String batch, String act, String cap, long size, long asked, Instant since, List<Hold> holds) {}

    record Hold(
            UUID hold,
            String guest,
            String guestName,
            String clinic,
            String sponsor,
            Instant heldAt,
            @Nullable String cause,
            boolean urgent,
            @Nullable String askedBy,
            @Nullable String reason,
            @Nullable String releaseAskedBy,
            @Nullable Instant releaseAskedAt,
            Map<String, String> links) {}

    record Numbers(int fewest, int most, int percent) {
        static Numbers of(Cap cap) {
            return new Numbers(cap.fewest(), cap.most(), cap.percent());
        }
    }

    record Change(
            UUID change,
            String cap,
            String state,
            Numbers before,
            Numbers after,
            String askedBy,
            Instant askedAt,
            @Nullable String answeredBy,
            @Nullable Instant answeredAt) {}

    Standing standing(List<BrakeBatch> held) {
        BrakeStanding.Now now = standing.now();
        return new Standing(
                List.of(Use.of(now.blocks()), Use.of(now.deletes()), Use.of(now.clinicCap())),
                now.clinics().stream()
                        .map(use -> new ClinicUse(clinic(use.clinic()), use.allowed(), use.blocks(), use.deletes()))
                        .toList(),
                now.forecast(),
                held.stream().map(this::batch).toList(),
                changes.newest().stream().map(this::change).toList());
    }

    Change change(CapChange change) {
        return new Change(
                change.id(),
                change.after().name().key(),
                change.state().name(),
                Numbers.of(change.before()),
                Numbers.of(change.after()),
                person(change.askedBy()),
                change.askedAt(),
                change.answeredBy() == null ? null : person(change.answeredBy()),
                change.answeredAt());
    }

    private Batch batch(BrakeBatch batch) {
        return new Batch(
                batch.key().toString(),
                batch.key().act().name(),
                batch.key().cap().key(),
                batch.size(),
                batch.asked(),
                batch.since(),
                batch.holds().stream().map(this::hold).toList());
    }

    private Hold hold(BrakeHold hold) {
        return new Hold(
                hold.id(),
                hold.guest().toString(),
                hold.guestName(),
                clinic(hold.clinic()),
                person(hold.sponsor()),
                hold.heldAt(),
                hold.cause() == null ? null : hold.cause().name(),
                hold.urgent(),
                hold.asker().map(this::person).orElse(hold.askedBy()),
                hold.reason(),
                hold.firstBy() == null ? null : person(hold.firstBy()),
                hold.firstAt(),
                Map.of("guest", "/api/guests/" + hold.guest(), "release", "/api/brake/" + hold.id() + "/release"));
    }

    private String clinic(UUID id) {
        return clinics.byId(id).map(Clinic::name).orElse("");
    }

    private String person(PersonId id) {
        return people.byId(id).map(Person::displayName).orElse(id.value());
    }
}
