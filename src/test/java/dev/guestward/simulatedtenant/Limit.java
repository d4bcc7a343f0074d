package dev.guestward.simulatedtenant;

import org.jspecify.annotations.Nullable;

/** The published limits, each a kind of token bucket. */
enum Limit {
    WRITES("writes", 3000, 20, 1, "WriteLimitExceeded"),
    TENANT_WRITES("tenantWrites", 18_000, 60, 1, "WriteLimitExceeded"),
    RESOURCE_UNITS("resourceUnits", 8000, 800, 6, "ResourceUnitLimitExceeded"),
    INVITATIONS("invitations", 150, 30, 1, null),
    SIGN_IN_ACTIVITY("signInActivity", 10, 10 / 60.0, 1, null),
    CONDITIONAL_ACCESS("conditionalAccess", 1, 1, 1, null),
    REPORTS("reports", 5, 0.5, 1, null),
    SEND_MAIL("sendMail", 30, 0.5, 1, null),
    TENANT_RELATIONSHIPS("tenantRelationships", 1000, 50, 1, null),
    SUBSCRIPTION_WRITES("subscriptionWrites", 500, 25, 1, null),
    SUBSCRIPTION_REAUTHORIZATIONS("subscriptionReauthorizations", 1000, 50, 1, null),
    SUBSCRIPTION_READS("subscriptionReads", 500, 25, 1, null),
    SUBSCRIPTION_LISTS("subscriptionLists", 25, 1.25, 1, null);

    private final String json;
    private final int capacity;
    private final double perSecond;
    private final int mostPerCall;
    private final @Nullable String information;

    Limit(String json, int capacity, double perSecond, int mostPerCall, @Nullable String information) {
        this.json = json;
        this.capacity = capacity;
        this.perSecond = perSecond;
        this.mostPerCall = mostPerCall;
        this.information = information;
    }

    String json() {
        return json;
    }

    Size published() {
        return new Size(capacity, perSecond);
    }

    /** What a call costs at the most, and therefore how far refused calls may push a bucket below zero. */
    int mostPerCall() {
        return mostPerCall;
    }

    /** How the directory names the exhaustion; other services name none. */
    @Nullable
    String information() {
        return information;
    }

    /** The one limit that does not tell when to come back. */
    boolean tellsWhen() {
        return this != CONDITIONAL_ACCESS;
    }

    /** How big a bucket is, in calls or units, and how fast it refills. */
    record Size(double capacity, double perSecond) {}
}
