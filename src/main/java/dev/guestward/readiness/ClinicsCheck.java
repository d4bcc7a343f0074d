package dev.guestward.readiness;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.directory.Need;
import dev.guestward.directory.TenantSettings.Admission;
import dev.guestward.directory.TenantSettings.CrossTenantRule;
import dev.guestward.directory.TenantSettings.DomainList;
import dev.guestward.directory.TenantSettings.HomeTenant;
import dev.guestward.guest.Grants;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether the tenant lets people of each clinic be invited: by mail domain, and by the rule for the clinic's own tenant. */
@Component
class ClinicsCheck implements ReadinessCheck {
    private static final String CROSS_TENANT = "cross-tenant";
    private static final String DOMAIN = "domain";
    private static final String HOME_TENANT = "home-tenant";
    private static final CrossTenantRule NO_RULE = new CrossTenantRule(null, null, null);

    private final TenantRules rules;
    private final Clinics clinics;
    private final Grants grants;
    private final ReadinessSettings settings;

    ClinicsCheck(TenantRules rules, Clinics clinics, Grants grants, ReadinessSettings settings) {
        this.rules = rules;
        this.clinics = clinics;
        this.grants = grants;
        this.settings = settings;
    }

    @Override
    public String code() {
        return CROSS_TENANT;
    }

    @Override
    public void forget() {
        rules.forget();
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        List<Clinic> all = clinics.all();
        findings.addAll(domains(all));
        findings.addAll(crossTenant(all));
        return findings;
    }

    private List<Finding> domains(List<Clinic> all) {
        if (settings.without().contains(Need.READ_DOMAIN_LISTS)) {
            return List.of(); // what Graph shows in its beta only is left alone by those who do not want it
        }
        Reading<DomainList> reading = rules.domainList();
        DomainList list = reading.value();
        if (list == null) {
            return unreadable(DOMAIN, Need.READ_DOMAIN_LISTS, reading.failure());
        }
        return all.stream()
                .flatMap(clinic -> clinic.domains().stream().map(domain -> domain(list, clinic, domain)))
                .toList();
    }

    private static Finding domain(DomainList list, Clinic clinic, String domain) {
        if (list.admits(domain)) {
            return Finding.ok(DOMAIN, domain, Words.of("rules.domain.ok", domain))
                    .of(clinic);
        }
        String key = list.only() ? "rules.domain.missing" : "rules.domain.denied";
        return RuleFindings.of(DOMAIN, domain, Result.BLOCKED, key, clinic.name(), domain)
                .of(clinic);
    }

    private List<Finding> crossTenant(List<Clinic> all) {
        Reading<CrossTenantRule> reading = rules.crossTenantDefault();
        CrossTenantRule inherited = reading.value();
        if (inherited == null) {
            return unreadable(CROSS_TENANT, Need.READ_POLICIES, reading.failure());
        }
        List<Finding> findings = new ArrayList<>();
        for (Clinic clinic : all) {
            for (String domain : clinic.domains()) {
                Reading<Optional<HomeTenant>> home = rules.homeTenant(domain);
                Optional<HomeTenant> tenant = home.value();
                if (tenant == null) {
                    findings.addAll(unreadable(HOME_TENANT, Need.FIND_TENANTS, home.failure()));
                } else if (tenant.isEmpty()) {
                    findings.add(
                            Finding.ok(CROSS_TENANT, domain, Words.of("rules.cross-tenant.none", clinic.name(), domain))
                                    .of(clinic));
                } else {
                    ruled(clinic, domain, tenant.get(), inherited).forEach(finding -> findings.add(finding.of(clinic)));
                }
            }
        }
        return findings.stream().distinct().toList();
    }

    private List<Finding> ruled(Clinic clinic, String domain, HomeTenant tenant, CrossTenantRule inherited) {
        Reading<Optional<CrossTenantRule>> reading = rules.crossTenantRule(tenant.tenantId());
        Optional<CrossTenantRule> own = reading.value();
        if (own == null) {
            return unreadable(CROSS_TENANT, Need.READ_POLICIES, reading.failure());
        }
        CrossTenantRule rule = own.orElse(NO_RULE).over(inherited);
        String whose = own.isPresent() ? "own" : "default";
        Admission people = rule.people();
        if (people != null && !people.admitsAll()) {
            Result result = people.admitsNone() ? Result.BLOCKED : Result.WARNING;
            String key = "rules.cross-tenant." + (people.admitsNone() ? "nobody." : "some.") + whose;
            return List.of(RuleFindings.of(
                    CROSS_TENANT,
                    domain,
                    result,
                    key,
                    clinic.name(),
                    tenant.name(),
                    tenant.tenantId().value()));
        }
        Admission applications = rule.applications();
        List<String> shut = grants.grants().values().stream()
                .filter(grant -> isShut(applications, grant))
                .map(Grants.Grant::name)
                .toList();
        if (!shut.isEmpty()) {
            return List.of(RuleFindings.of(
                    CROSS_TENANT,
                    domain,
                    Result.BLOCKED,
                    "rules.cross-tenant.application",
                    clinic.name(),
                    String.join(", ", shut),
                    tenant.tenantId().value()));
        }
        if (applications != null && !applications.admitsAll() && isAnyUnnamed()) {
            return List.of(RuleFindings.of(
                    CROSS_TENANT, domain, Result.UNKNOWN, "rules.cross-tenant.unnamed", clinic.name(), tenant.name()));
        }
        String key = Boolean.TRUE.equals(rule.trustsMfa()) ? "rules.cross-tenant.ok.trusted" : "rules.cross-tenant.ok";
        return List.of(Finding.ok(CROSS_TENANT, domain, Words.of(key, clinic.name(), tenant.name())));
    }

    private static boolean isShut(@Nullable Admission applications, Grants.Grant grant) {
        String id = grant.applicationId();
        return applications != null && (applications.admitsNone() || (id != null && !applications.admits(id)));
    }

    private boolean isAnyUnnamed() {
        return grants.grants().values().stream().anyMatch(grant -> grant.applicationId() == null);
    }

    private List<Finding> unreadable(String code, Need need, Reading.@Nullable Failure failure) {
        return failure == null ? List.of() : RuleFindings.unreadable(code, need, failure, settings.without());
    }
}
