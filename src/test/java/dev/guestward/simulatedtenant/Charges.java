package dev.guestward.simulatedtenant;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a request costs, and which limits it falls under. */
final class Charges {
    private Charges() {}

    /**
     * One charge.
     *
     * @param owner whose bucket it is: an application, an application's mailbox, or nobody's in particular
     */
    record Charge(Limit limit, String owner, int amount) {}

    /** The resource units of a request on a route with that base cost. */
    static int units(Request request, int base) {
        int cost = base;
        if (request.query().containsKey("$select")) {
            cost--;
        }
        if (request.query().containsKey("$expand")) {
            cost++;
        }
        if (request.queryParam("$top").filter(top -> top.matches("1?\\d")).isPresent()) {
            cost--;
        }
        return Math.max(cost, 1);
    }

    /** The charges of a request; services of their own do not draw on the directory's units and writes. */
    static List<Charge> of(Request request, String app, boolean write, int units) {
        var path = request.pathText().toLowerCase(Locale.ROOT);
        if (path.startsWith("/subscriptions")) {
            return List.of(new Charge(subscriptions(request, path, write), app, 1));
        }
        if (path.startsWith("/auditlogs/") || path.startsWith("/reports/")) {
            return List.of(new Charge(Limit.REPORTS, app, 1));
        }
        if (path.endsWith("/sendmail")) {
            return List.of(new Charge(Limit.SEND_MAIL, app + path, 1));
        }
        var charges = new ArrayList<Charge>();
        if (write) {
            charges.add(new Charge(Limit.WRITES, app, 1));
            charges.add(new Charge(Limit.TENANT_WRITES, "", 1));
        }
        charges.add(new Charge(Limit.RESOURCE_UNITS, app, units));
        if (path.equals("/invitations")) {
            charges.add(new Charge(Limit.INVITATIONS, "", 1));
        } else if (path.startsWith("/identity/conditionalaccess/")) {
            charges.add(new Charge(Limit.CONDITIONAL_ACCESS, "", 1));
        } else if (path.startsWith("/tenantrelationships/")) {
            charges.add(new Charge(Limit.TENANT_RELATIONSHIPS, app, 1));
        } else if (path.startsWith("/users") && asksForSignInActivity(request)) {
            charges.add(new Charge(Limit.SIGN_IN_ACTIVITY, app, 1));
        }
        return charges;
    }

    private static Limit subscriptions(Request request, String path, boolean write) {
        if (path.endsWith("/reauthorize")) {
            return Limit.SUBSCRIPTION_REAUTHORIZATIONS;
        }
        if (write) {
            return Limit.SUBSCRIPTION_WRITES;
        }
        return request.path().size() > 1 ? Limit.SUBSCRIPTION_READS : Limit.SUBSCRIPTION_LISTS;
    }

    private static boolean asksForSignInActivity(Request request) {
        return List.of("$select", "$filter", "$orderby").stream()
                .anyMatch(option -> request.queryParam(option).orElse("").contains("signInActivity"));
    }
}
