package dev.guestward.simulatedtenant;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which properties Graph knows, which it gives unasked, and which it lets nobody write. */
final class Properties {
    static final List<String> USER_DEFAULT = List.of(
            "businessPhones",
            "displayName",
            "givenName",
            "jobTitle",
            "mail",
            "mobilePhone",
            "officeLocation",
            "preferredLanguage",
            "surname",
            "userPrincipalName",
            "id");

    static final List<String> GROUP = List.of(
            "id",
            "deletedDateTime",
            "classification",
            "createdDateTime",
            "description",
            "displayName",
            "groupTypes",
            "isAssignableToRole",
            "mail",
            "mailEnabled",
            "mailNickname",
            "membershipRule",
            "onPremisesSyncEnabled",
            "renewedDateTime",
            "securityEnabled",
            "visibility");

    private static final Set<String> USER_READ_ONLY = Set.of(
            "id",
            "createdDateTime",
            "creationType",
            "deletedDateTime",
            "externalUserState",
            "externalUserStateChangeDateTime",
            "onPremisesSyncEnabled",
            "proxyAddresses",
            "signInActivity",
            "signInSessionsValidFromDateTime");

    private static final Set<String> USER_WRITABLE = Set.of(
            "accountEnabled",
            "ageGroup",
            "city",
            "companyName",
            "consentProvidedForMinor",
            "country",
            "department",
            "employeeHireDate",
            "employeeId",
            "employeeLeaveDateTime",
            "employeeType",
            "faxNumber",
            "identities",
            "mailNickname",
            "onPremisesExtensionAttributes",
            "otherMails",
            "passwordPolicies",
            "postalCode",
            "showInAddressList",
            "state",
            "streetAddress",
            "usageLocation",
            "userType");

    private Properties() {}

    static boolean knownOfUser(String name) {
        return USER_DEFAULT.contains(name) || USER_READ_ONLY.contains(name) || USER_WRITABLE.contains(name);
    }

    static boolean readOnlyOfUser(String name) {
        return USER_READ_ONLY.contains(name);
    }

    static boolean known(boolean user, String name) {
        return user ? knownOfUser(name) : GROUP.contains(name);
    }

    /** The asked properties, with the id, which always comes; a star asks for the default ones. */
    static Set<String> withId(List<String> selected) {
        var all = new LinkedHashSet<>(selected);
        all.add("id");
        return all;
    }
}
