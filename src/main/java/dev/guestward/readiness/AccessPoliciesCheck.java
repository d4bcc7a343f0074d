package dev.guestward.readiness;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.directory.Need;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.TenantSettings.AccessPolicy;
import dev.guestward.directory.TenantSettings.SecondFactor;
import dev.guestward.guest.Grants;
import dev.guestward.guest.Grants.Grant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What Conditional Access asks of guests before they get at what they were given: a second factor, terms of use, or in vain. */
@Component
class AccessPoliciesCheck implements ReadinessCheck {
    private static final String MFA = "mfa";
    private static final String TERMS = "terms-of-use";
    /** No policy names it: stands for an application that nobody has told us. */
    private static final String UNNAMED = "";

    private final TenantRules rules;
    private final Clinics clinics;
    private final Grants grants;
    private final ReadinessSettings settings;

    AccessPoliciesCheck(TenantRules rules, Clinics clinics, Grants grants, ReadinessSettings settings) {
        this.rules = rules;
        this.clinics = clinics;
        this.grants = grants;
        this.settings = settings;
    }

    /** How guests of a clinic stand, worse ones later. */
    private enum Demand {
        FACTOR,
        FACTOR_OR_OTHER,
        NO_FACTOR,
        SHUT_OUT
    }

    @Override
    public String code() {
        return MFA;
    }

    @Override
    public void forget() {
        rules.forget();
    }

    @Override
    public List<Finding> look() {
        Reading<List<AccessPolicy>> reading = rules.accessPolicies();
        List<AccessPolicy> policies = reading.value();
        Reading.Failure failure = reading.failure();
        if (failure != null) {
            return Stream.of(MFA, TERMS)
                    .flatMap(code ->
                            RuleFindings.unreadable(code, Need.READ_POLICIES, failure, settings.without()).stream())
                    .toList();
        }
        if (policies == null) {
            return List.of();
        }
        List<Clinic> all = clinics.all();
        List<Finding> findings = new ArrayList<>();
        for (Map.Entry<String, Grant> grant : grants.grants().entrySet()) {
            findings.addAll(secondFactor(policies, grant.getKey(), grant.getValue(), all));
            findings.add(terms(policies, grant.getKey(), grant.getValue(), all));
        }
        return findings;
    }

    /** One finding where all clinics stand alike, else one for each. */
    private List<Finding> secondFactor(List<AccessPolicy> policies, String key, Grant grant, List<Clinic> all) {
        Map<String, Demand> demands = new TreeMap<>();
        all.forEach(clinic -> demands.put(clinic.key(), demand(policies, grant, homes(clinic))));
        Set<Demand> different = new TreeSet<>(demands.values());
        if (different.size() <= 1) {
            Demand demand =
                    different.stream().findFirst().orElseGet(() -> demand(policies, grant, Set.of(Optional.empty())));
            return List.of(finding(demand, key, grant, Words.of("rules.mfa.guests")));
        }
        return all.stream()
                .map(clinic -> finding(demands.getOrDefault(clinic.key(), Demand.NO_FACTOR), key, grant, clinic.name())
                        .of(clinic))
                .toList();
    }

    private static Finding finding(Demand demand, String key, Grant grant, Object guests) {
        String words = "rules.mfa." + demand;
        return switch (demand) {
            case FACTOR -> Finding.ok(MFA, key, Words.of(words, guests, grant.name()));
            case SHUT_OUT -> RuleFindings.of(MFA, key, Result.BLOCKED, words, guests, grant.name());
            case FACTOR_OR_OTHER -> RuleFindings.of(MFA, key, Result.WARNING, words, guests, grant.name());
            case NO_FACTOR ->
                grant.applicationId() == null
                        ? RuleFindings.of(MFA, key, Result.UNKNOWN, "rules.mfa.unnamed", guests, grant.name(), key)
                        : RuleFindings.of(MFA, key, Result.WARNING, words, guests, grant.name());
        };
    }

    /** The worst that awaits anybody of these homes. */
    private static Demand demand(List<AccessPolicy> policies, Grant grant, Collection<Optional<ObjectId>> homes) {
        return homes.stream()
                .map(home ->
                        demand(concerning(policies, grant, home.orElse(null)).toList()))
                .max(Demand::compareTo)
                .orElse(Demand.NO_FACTOR);
    }

    private static Demand demand(List<AccessPolicy> policies) {
        if (policies.stream().anyMatch(AccessPolicy::shutsOut)) {
            return Demand.SHUT_OUT;
        }
        Set<SecondFactor> factors =
                policies.stream().map(AccessPolicy::secondFactor).collect(Collectors.toSet());
        if (factors.contains(SecondFactor.REQUIRED)) {
            return Demand.FACTOR;
        }
        return factors.contains(SecondFactor.ONE_OF_SEVERAL) ? Demand.FACTOR_OR_OTHER : Demand.NO_FACTOR;
    }

    private Finding terms(List<AccessPolicy> policies, String key, Grant grant, List<Clinic> all) {
        List<String> names = all.stream()
                .flatMap(clinic -> homes(clinic).stream())
                .distinct()
                .flatMap(home -> concerning(policies, grant, home.orElse(null)))
                .filter(policy -> !policy.termsOfUse().isEmpty())
                .map(AccessPolicy::name)
                .distinct()
                .toList();
        if (names.isEmpty()) {
            return grant.applicationId() == null
                    ? RuleFindings.of(TERMS, key, Result.UNKNOWN, "rules.terms-of-use.unnamed", grant.name(), key)
                    : Finding.ok(TERMS, key, Words.of("rules.terms-of-use.none", grant.name()));
        }
        return Finding.ok(TERMS, key, Words.of("rules.terms-of-use.asked", grant.name(), String.join(", ", names)));
    }

    private static Stream<AccessPolicy> concerning(List<AccessPolicy> policies, Grant grant, @Nullable ObjectId home) {
        String application = grant.applicationId() == null ? UNNAMED : grant.applicationId();
        return policies.stream().filter(policy -> policy.concerns(application, home, Set.of(grant.group())));
    }

    /** Where people of a clinic come from; nothing stands for outside of every tenant, or not known. */
    private Set<Optional<ObjectId>> homes(Clinic clinic) {
        return clinic.domains().stream()
                .map(domain -> Optional.ofNullable(rules.homeTenant(domain).value())
                        .flatMap(tenant -> tenant)
                        .map(tenant -> tenant.tenantId()))
                .collect(Collectors.toSet());
    }
}
