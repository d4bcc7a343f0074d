package dev.guestward.simulatedtenant;

import java.util.List;
import java.util.Locale;

/** Fills a new directory with the invented hospital. */
final class SeedData {
    private final Directory directory;

    private SeedData(Directory directory) {
        this.directory = directory;
    }

    static void plant(Directory directory) {
        new SeedData(directory).plant();
    }

    private void plant() {
        employee(Seeds.FREYA_NOLAN_ID, "freya.nolan", "Freya Nolan", "Head of Cardiology", "Cardiology");
        employee(Seeds.GEORGE_ADEYEMI_ID, "george.adeyemi", "George Adeyemi", "Head of Oncology", "Oncology");
        employee(Seeds.HELENA_VOSS_ID, "helena.voss", "Helena Voss", "Head of Paediatrics", "Paediatrics");
        employee(Seeds.ADMIN_ID, "admin", "Ada Winter", "Identity administrator", "IT")
                .directoryRoles
                .add("Global Administrator");
        employee(Seeds.OWNER_ID, "owner", "Oscar Lindqvist", "Owner of Health Records", "Medical Informatics");
        sponsor(Seeds.AMARA_SINGH_ID, "amara.singh", "Amara Singh", "Cardiology", Seeds.FREYA_NOLAN_ID);
        sponsor(Seeds.BEN_ORTIZ_ID, "ben.ortiz", "Ben Ortiz", "Oncology", Seeds.GEORGE_ADEYEMI_ID);
        sponsor(Seeds.CHLOE_MARTIN_ID, "chloe.martin", "Chloe Martin", "Paediatrics", Seeds.HELENA_VOSS_ID);

        group(Seeds.ADMINISTRATORS_GROUP_ID, "Guestward administrators", List.of(Seeds.ADMIN_ID));
        group(Seeds.APPLICATION_OWNERS_GROUP_ID, "Guestward application owners", List.of(Seeds.OWNER_ID));
        group(
                Seeds.SPONSORS_GROUP_ID,
                "Guestward sponsors",
                List.of(Seeds.AMARA_SINGH_ID, Seeds.BEN_ORTIZ_ID, Seeds.CHLOE_MARTIN_ID));
        group(Seeds.HEALTH_RECORDS_GUESTS_GROUP_ID, "Health Records guests", List.of());
    }

    private void sponsor(String id, String userName, String displayName, String department, String managerId) {
        directory.setManager(employee(id, userName, displayName, "Consultant", department), managerId);
    }

    private UserEntry employee(String id, String userName, String displayName, String jobTitle, String department) {
        var mail = userName + "@" + Seeds.VERIFIED_DOMAIN;
        var properties = Json.object()
                .put("displayName", displayName)
                .put("givenName", displayName.substring(0, displayName.indexOf(' ')))
                .put("surname", displayName.substring(displayName.indexOf(' ') + 1))
                .put("jobTitle", jobTitle)
                .put("department", department)
                .put("mail", mail)
                .put("mailNickname", userName)
                .put("userPrincipalName", userName + "@" + Seeds.INITIAL_DOMAIN)
                .put("userType", "Member")
                .put("accountEnabled", true)
                .put("preferredLanguage", "en-GB");
        properties.putArray("businessPhones");
        properties.putArray("otherMails");
        properties.putArray("proxyAddresses").add("SMTP:" + mail);
        properties
                .putArray("identities")
                .addObject()
                .put("signInType", "userPrincipalName")
                .put("issuer", Seeds.INITIAL_DOMAIN)
                .put("issuerAssignedId", userName + "@" + Seeds.INITIAL_DOMAIN);
        return directory.addUser(id, properties);
    }

    private void group(String id, String displayName, List<String> members) {
        var properties = Json.object()
                .put("displayName", displayName)
                .put("description", displayName + " of " + Seeds.ORGANIZATION)
                .put("mailEnabled", false)
                .put("mailNickname", displayName.toLowerCase(Locale.ROOT).replace(' ', '-'))
                .put("securityEnabled", true)
                .put("visibility", "Private");
        properties.putArray("groupTypes");
        directory.addMembers(directory.addGroup(id, properties), members);
    }
}
