package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Sign-in activity and the sign-in log, both of which need a licence. */
final class SignInRoutes {
    private static final String ACTIVITY = "signInActivity";
    private static final String PERMISSION = "AuditLog.Read.All";
    private static final int LARGEST_PAGE = 500;
    private static final Duration RETENTION = Duration.ofDays(30);
    private static final Set<String> FILTERABLE = Set.of("id", "userId", "createdDateTime", "userPrincipalName");

    private final Tenant tenant;

    SignInRoutes(Tenant tenant) {
        this.tenant = tenant;
    }

    void addTo(GraphRoutes routes) {
        routes.read("/auditLogs/signIns", List.of(PERMISSION), this::signIns);
    }

    /**
     * Checks a request that may ask for sign-in activity.
     *
     * @throws GraphError if it does and may not: permission, licence, size of the page, or a mixed filter
     */
    static void check(Tenant tenant, Request request, View view) {
        var names = new HashSet<String>();
        request.queryParam("$filter")
                .ifPresent(text -> Filter.parse(text, name -> {
                    names.add(name);
                    return Properties.knownOfUser(name);
                }));
        boolean filtered = names.contains(ACTIVITY);
        if (!filtered && !view.asksFor(ACTIVITY)) {
            return;
        }
        if (!request.callingApp().app().roles().contains(PERMISSION)) {
            throw GraphError.denied();
        }
        requireLicence(tenant);
        if (filtered && names.size() > 1) {
            throw GraphError.request("Filter on signInActivity cannot be combined with any other property.");
        }
        if (request.queryParam("$top")
                .filter(top -> top.matches("\\d{1,6}") && Integer.parseInt(top) > LARGEST_PAGE)
                .isPresent()) {
            throw GraphError.request("Page size is at most " + LARGEST_PAGE + " with signInActivity.");
        }
    }

    private static void requireLicence(Tenant tenant) {
        if (!tenant.policies.premium()) {
            throw new GraphError(
                    403,
                    "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
                    "Neither tenant is B2C or tenant doesn't have premium license");
        }
    }

    private Response signIns(Request request) {
        requireLicence(tenant);
        var oldest = tenant.directory.now().minus(RETENTION);
        var entries = new ArrayList<PlainEntry>();
        for (var user : tenant.directory.allUsers()) {
            var activity = user.properties().path(ACTIVITY);
            var succeeded = Json.text(activity, "lastSuccessfulSignInDateTime");
            var tried = Json.text(activity, "lastSignInDateTime");
            succeeded.ifPresent(at -> entries.add(entry(user, at, entries.size(), 0)));
            tried.filter(at -> !at.equals(succeeded.orElse("")))
                    .ifPresent(at -> entries.add(entry(user, at, entries.size(), 50074)));
        }
        entries.removeIf(entry -> Instant.parse(entry.text("createdDateTime")).isBefore(oldest));
        return new Listing(tenant, request, "auditLogs/signIns")
                .of(entries, FILTERABLE::contains, entry -> ((PlainEntry) entry).shape(request));
    }

    /** Of all the sign-ins of a user the tenant remembers the last good and the last tried one. */
    private static PlainEntry entry(UserEntry user, String at, int number, int errorCode) {
        ObjectNode properties = Json.object()
                .put("id", user.id() + "-" + errorCode)
                .put("createdDateTime", at)
                .put("userId", user.id())
                .put("userDisplayName", user.text("displayName"))
                .put("userPrincipalName", user.text("userPrincipalName"))
                .put("appId", Seeds.HEALTH_RECORDS_APP_ID)
                .put("appDisplayName", Seeds.HEALTH_RECORDS_APP)
                .put("isInteractive", true);
        properties
                .putObject("status")
                .put("errorCode", errorCode)
                .put("failureReason", errorCode == 0 ? "Other." : "Strong authentication is required.")
                .putNull("additionalDetails");
        return new PlainEntry(number + 1L, properties);
    }
}
