package dev.guestward.simulatedtenant;

import java.util.Locale;
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

    /** Partner organizations; Northgate Surgery has no tenant of its own. */
    public static final String HARBOUR_CLINIC_DOMAIN = "harbour-clinic.example";

    public static final String HARBOUR_CLINIC_TENANT_ID = "4c7e9b10-3d2f-4a86-9e15-7b0d6c2f8a31";
    public static final String LAKESIDE_PRACTICE_DOMAIN = "lakeside-practice.example";
    public static final String LAKESIDE_PRACTICE_TENANT_ID = "8e21d5a7-6b94-4f3c-a0d8-1c5f9e7b2d42";
    public static final String NORTHGATE_SURGERY_DOMAIN = "northgate-surgery.example";

    /** The application guests are invited for, and the role it knows. */
    public static final String HEALTH_RECORDS_APP_ID = "e5a90c47-1f6d-4b28-8c3e-90d7b4a1f653";

    public static final String HEALTH_RECORDS_SP_ID = "1d1b7c44-6f83-4d1b-8d6b-1f8e1b8f2a90";
    public static final String CLINICIAN_ROLE_ID = "b62f0d18-7e4a-4c95-a3d1-5f8c0e9b7264";

    public static final String GRAPH_APP_ID = "00000003-0000-0000-c000-000000000000";
    public static final String GRAPH_SP_ID = "6d0c3f59-8a17-4e62-b4f0-2e9d7a5c1b75";

    public static final String GUEST_MFA_POLICY_ID = "f03b8e6a-5c21-4d97-8a4f-6e1d0b9c7386";
    public static final String B2B_POLICY_ID = "27d4a1c9-0e5b-4f68-93b7-8c6f2d1e0a97";

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

    /** A guest nobody is behind, on whom a product can try whether changes come back. */
    public static final String CANARY_ID = "ca000000-5b1e-4c0d-8f21-0c6b4a9e1d31";

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
            "Policy.Read.All",
            "Policy.Read.B2BManagementPolicy",
            "CrossTenantInformation.ReadBasic.All",
            "Application.Read.All",
            "AppRoleAssignment.ReadWrite.All",
            "Mail.Send");

    /** Registrations for a product that splits its permissions. */
    public static final AppRegistration READER =
            registration("READER", "c1", Set.of("User.Read.All", "GroupMember.Read.All", "AuditLog.Read.All"));

    public static final AppRegistration INVITER = registration("INVITER", "c2", Set.of("User.Invite.All"));

    public static final AppRegistration BLOCKER = registration(
            "BLOCKER", "c3", Set.of("User.EnableDisableAccount.All", "User.Read.All", "User.RevokeSessions.All"));

    public static final AppRegistration REMOVER = registration("REMOVER", "c4", Set.of("User.DeleteRestore.All"));

    private static AppRegistration registration(String name, String digits, Set<String> roles) {
        var lower = name.toLowerCase(Locale.ROOT);
        return new AppRegistration(
                digits + "000000-8d4e-4b7a-9c60-51e2d7a9f004",
                "simulated-" + lower + "-secret",
                "Guestward " + lower,
                digits + "000000-6a35-4f0b-8b1e-2f9a7c3d5e06",
                roles);
    }

    private Seeds() {}
}
