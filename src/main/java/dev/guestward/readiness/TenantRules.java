package dev.guestward.readiness;

import dev.guestward.directory.ObjectId;
import dev.guestward.directory.TenantSettings;
import dev.guestward.directory.TenantSettings.AccessPolicy;
import dev.guestward.directory.TenantSettings.Collaboration;
import dev.guestward.directory.TenantSettings.CrossTenantRule;
import dev.guestward.directory.TenantSettings.DomainList;
import dev.guestward.directory.TenantSettings.HomeTenant;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The tenant's rules about guests as they were read within the last hour. */
@Component
class TenantRules {
    private static final String THE_ONE = "";

    private final KeptReadings<String, Collaboration> collaboration;
    private final KeptReadings<String, CrossTenantRule> crossTenantDefault;
    private final KeptReadings<ObjectId, Optional<CrossTenantRule>> partners;
    private final KeptReadings<String, List<AccessPolicy>> accessPolicies;
    private final KeptReadings<String, DomainList> domainList;
    private final KeptReadings<String, Optional<HomeTenant>> homeTenants;

    TenantRules(TenantSettings tenant, ReadinessSettings settings, Clock clock) {
        this.collaboration = new KeptReadings<>(one -> tenant.collaboration(), settings.rulesKept(), clock);
        this.crossTenantDefault = new KeptReadings<>(one -> tenant.crossTenantDefault(), settings.rulesKept(), clock);
        this.partners = new KeptReadings<>(tenant::crossTenantRule, settings.rulesKept(), clock);
        this.accessPolicies = new KeptReadings<>(one -> tenant.accessPolicies(), settings.rulesKept(), clock);
        this.domainList = new KeptReadings<>(one -> tenant.domainList(), settings.rulesKept(), clock);
        this.homeTenants = new KeptReadings<>(tenant::homeTenant, settings.rulesKept(), clock);
    }

    Reading<Collaboration> collaboration() {
        return collaboration.of(THE_ONE);
    }

    Reading<CrossTenantRule> crossTenantDefault() {
        return crossTenantDefault.of(THE_ONE);
    }

    /** The rule of a partner's tenant; empty if the default applies. */
    Reading<Optional<CrossTenantRule>> crossTenantRule(ObjectId tenant) {
        return partners.of(tenant);
    }

    Reading<List<AccessPolicy>> accessPolicies() {
        return accessPolicies.of(THE_ONE);
    }

    Reading<DomainList> domainList() {
        return domainList.of(THE_ONE);
    }

    /** The tenant behind a domain; empty if there is none. */
    Reading<Optional<HomeTenant>> homeTenant(String domain) {
        return homeTenants.of(domain);
    }

    /** This and those below: as last read, null if nothing is known. Nobody is asked. */
    @Nullable
    Collaboration knownCollaboration() {
        return collaboration.known(THE_ONE);
    }

    @Nullable
    DomainList knownDomainList() {
        return domainList.known(THE_ONE);
    }

    @Nullable
    Optional<HomeTenant> knownHomeTenant(String domain) {
        return homeTenants.known(domain);
    }

    @Nullable
    CrossTenantRule knownCrossTenantDefault() {
        return crossTenantDefault.known(THE_ONE);
    }

    @Nullable
    Optional<CrossTenantRule> knownCrossTenantRule(ObjectId tenant) {
        return partners.known(tenant);
    }

    /** Whether they have to be asked for again; one stands for all, they are read together. */
    boolean areOld() {
        return collaboration.isOld(THE_ONE);
    }

    /** What is older than a minute is read anew when it is needed next. */
    void forget() {
        collaboration.forget();
        crossTenantDefault.forget();
        partners.forget();
        accessPolicies.forget();
        domainList.forget();
        homeTenants.forget();
    }
}
