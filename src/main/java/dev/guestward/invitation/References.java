package dev.guestward.invitation;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the rules look up whom and what a request names. */
interface References {
    /** The clinic that owns the mail domain, or the nearest parent domain that is registered. */
    Optional<Clinic> clinicOf(String domain);

    Optional<Clinic> clinic(String key);

    /** @return empty also if more than one person is called so */
    Optional<Person> person(String name);

    /** Asks the database for each of them: right for one request. */
    static References stored(Clinics clinics, People people) {
        return new References() {
            @Override
            public Optional<Clinic> clinicOf(String domain) {
                return clinics.byDomain(domain);
            }

            @Override
            public Optional<Clinic> clinic(String key) {
                return clinics.byKey(key);
            }

            @Override
            public Optional<Person> person(String name) {
                return people.named(name);
            }
        };
    }

    /** Reads everybody once: right for thousands of requests. */
    static References loaded(Clinics clinics, People people) {
        return new Loaded(clinics.all(), people.all());
    }

    /** All clinics and people, by every name they have. */
    final class Loaded implements References {
        private final Map<String, Clinic> byKey = new HashMap<>();
        private final Map<String, Clinic> byDomain = new HashMap<>();
        private final Map<String, Optional<Person>> byName = new HashMap<>();

        private Loaded(List<Clinic> clinics, List<Person> people) {
            for (Clinic clinic : clinics) {
                byKey.put(clinic.key(), clinic);
                clinic.domains().forEach(domain -> byDomain.put(domain, clinic));
            }
            for (Person person : people) {
                Stream.of(person.id().value(), person.userName(), person.principalName(), person.mail())
                        .filter(name -> name != null)
                        .map(Loaded::folded)
                        .distinct()
                        .forEach(name -> byName.merge(name, Optional.of(person), (one, other) -> Optional.empty()));
            }
        }

        @Override
        public Optional<Clinic> clinicOf(String domain) {
            String candidate = folded(domain);
            while (!byDomain.containsKey(candidate) && candidate.indexOf('.') >= 0) {
                candidate = candidate.substring(candidate.indexOf('.') + 1);
            }
            return Optional.ofNullable(byDomain.get(candidate));
        }

        @Override
        public Optional<Clinic> clinic(String key) {
            return Optional.ofNullable(byKey.get(folded(key)));
        }

        @Override
        public Optional<Person> person(String name) {
            return byName.getOrDefault(folded(name.strip()), Optional.empty());
        }

        private static String folded(String name) {
            return name.toLowerCase(Locale.ROOT);
        }
    }
}
