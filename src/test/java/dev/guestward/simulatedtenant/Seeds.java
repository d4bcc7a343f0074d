package dev.guestward.simulatedtenant;

import java.util.Set;

/** The invented names and ids every simulated tenant starts with. They never change between runs. */
public final class Seeds {
    public static final String TENANT_ID = "b7c0a1de-0f52-4d0e-9a57-6f2f5b6f1c10";
    public static final String ORGANIZATION = "Northfield Hospital";
    public static final String INITIAL_DOMAIN = "northfield.onmicrosoft.com";
    public static final String VERIFIED_DOMAIN = "northfield.example";

    /** The domain on the tenant's invitation deny list. */
    public static final String BLOCKED_DOMAIN = "blocked.example";

    /** The product's app registration. The secret is as invented as the rest. */
    public static final String CLIENT_ID = "3f6a2c1b-8d4e-4b7a-9c60-51e2d7a9f004";

    public static final String CLIENT_SECRET = "simulated-tenant-secret";
    public static final String SERVICE_PRINCIPAL_ID = "c4e1f7d2-6a35-4f0b-8b1e-2f9a7c3d5e06";

    public static final String ADMIN_ID = "a1000000-5b1e-4c0d-8f21-0c6b4a9e1d01";
    public static final String OWNER_ID = "a1000000-5b1e-4c0d-8f21-0c6b4a9e1d02";
    public static final String AMARA_SINGH_ID = "a1000000-5b1e-4c0d-8f21-0c6b4a9e1d11";
    public static final String BEN_ORTIZ_ID = "a1000000-5b1e-4c0d-8f21-0c6b4a9e1d12";
    public static final String CHLOE_MARTIN_ID = "a1000000-5b1e-4c0d-8f21-0c6b4a9e1d13";

    /** Manager of Amara Singh. */
    public static final String FREYA_NOLAN_ID = "a1000000-5b1e-4c0d-8f21-0c6b4a9e1d21";

    /** Manager of Ben Ortiz. */
    public static final String GEORGE_ADEYEMI_ID = "a1000000-5b1e-4c0d-8f21-0c6b4a9e1d22";

    /** Manager of Chloe Martin. */
    public static final String HELENA_VOSS_ID = "a1000000-5b1e-4c0d-8f21-0c6b4a9e1d23";

    public static final String ADMINISTRATORS_GROUP_ID = "9d000000-2c7f-4e3a-b6d4-7a1f5c8e2b01";
    public static final String APPLICATION_OWNERS_GROUP_ID = "9d000000-2c7f-4e3a-b6d4-7a1f5c8e2b02";
    public static final String SPONSORS_GROUP_ID = "9d000000-2c7f-4e3a-b6d4-7a1f5c8e2b03";

    /** The guests group of the health-records application; empty at start. */
    public static final String HEALTH_RECORDS_GUESTS_GROUP_ID = "9d000000-2c7f-4e3a-b6d4-7a1f5c8e2b04";

    public static final String HEALTH_RECORDS_APP = "Health Records";

    /** The application permissions the product's registration has been granted. */
    public static final Set<String> APP_ROLES = Set.of(
            "User.Invite.All",
            "User.Read.All",
            "User.ReadWrite.All",
            "User.EnableDisableAccount.All",
            "User.RevokeSessions.All",
            "User.DeleteRestore.All",
            "Group.Read.All",
            "GroupMember.ReadWrite.All",
            "AuditLog.Read.All",
            "Domain.Read.All",
            "Organization.Read.All",
            "Policy.Read.All");

    private Seeds() {}
}
