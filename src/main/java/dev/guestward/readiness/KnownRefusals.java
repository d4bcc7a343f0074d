package dev.guestward.readiness;

import dev.guestward.directory.ObjectId;
import dev.guestward.directory.TenantSettings.Admission;
import dev.guestward.directory.TenantSettings.Collaboration;
import dev.guestward.directory.TenantSettings.CrossTenantRule;
import dev.guestward.directory.TenantSettings.DomainList;
import dev.guestward.directory.TenantSettings.HomeTenant;
import dev.guestward.directory.TenantSettings.InvitesFrom;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Goes by the rules as they were last read, and has them read again when it has refused by them. */
@Component
class KnownRefusals implements TenantRefusals {
    private static final CrossTenantRule NO_RULE = new CrossTenantRule(null, null, null);

    private final TenantRules rules;
    private final TenantReadiness readiness;

    KnownRefusals(TenantRules rules, TenantReadiness readiness) {
        this.rules = rules;
        this.readiness = readiness;
    }

    @Override
    public Optional<Refusal> of(String domain) {
        Optional<Refusal> refusal = known(rules, domain);
        // somebody may have mended the rule meanwhile: then the next try goes through
        refusal.ifPresent(known -> readiness.doubtRules());
        return refusal;
    }

    static Optional<Refusal> known(TenantRules rules, String domain) {
        Collaboration collaboration = rules.knownCollaboration();
        if (collaboration != null && collaboration.invitesFrom() == InvitesFrom.NONE) {
            return Optional.of(Refusal.NOBODY_INVITES);
        }
        DomainList list = rules.knownDomainList();
        if (list != null && !list.admits(domain)) {
            return Optional.of(Refusal.DOMAIN);
        }
        Optional<HomeTenant> home = rules.knownHomeTenant(domain);
        return home != null && home.isPresent() && isShutOut(rules, home.get().tenantId())
                ? Optional.of(Refusal.HOME_TENANT)
                : Optional.empty();
    }

    private static boolean isShutOut(TenantRules rules, ObjectId tenant) {
        CrossTenantRule inherited = rules.knownCrossTenantDefault();
        Optional<CrossTenantRule> own = rules.knownCrossTenantRule(tenant);
        if (inherited == null || own == null) {
            return false;
        }
        Admission people = own.orElse(NO_RULE).over(inherited).people();
        return people != null && people.admitsNone();
    }
}
