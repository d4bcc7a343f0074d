package dev.guestward.simulatedtenant;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Invents people by the thousand: the same number is always the same person. Expects the directory's lock. */
final class SeededPeople {
    static final List<String> CLINICS =
            List.of("harbour-clinic.example", "lakeside-practice.example", "northgate-surgery.example");

    private static final List<String> FIRST = List.of(
            "Ada", "Bilal", "Carmen", "Dmitri", "Elif", "Farah", "Gwen", "Hugo", "Ines", "Jonas", "Kemi", "Lars",
            "Mina", "Nils", "Orla", "Priya", "Quinn", "Rosa", "Samir", "Tove");
    private static final List<String> LAST = List.of(
            "Abbott",
            "Barros",
            "Castle",
            "Dahl",
            "Eriksen",
            "Fontaine",
            "Gruber",
            "Haddad",
            "Ivanov",
            "Jansen",
            "Kaur",
            "Lindgren",
            "Moreau",
            "Novak",
            "Okoye",
            "Pereira",
            "Quigley",
            "Rossi",
            "Svensson",
            "Tanaka");
    private static final List<String> DEPARTMENTS = List.of("Cardiology", "Oncology", "Paediatrics", "Radiology");
    private static final List<String> SPONSORS =
            List.of(Seeds.AMARA_SINGH_ID, Seeds.BEN_ORTIZ_ID, Seeds.CHLOE_MARTIN_ID);
    private static final int ONE_PENDING_IN = 10;
    private static final int DAYS = 700;

    private final Directory directory;

    SeededPeople(Directory directory) {
        this.directory = directory;
    }

    /** Adds employees; goes on after those that were added before. */
    void addEmployees(int count) {
        int added = 0;
        for (int number = 1; added < count; number++) {
            var id = id("employee", number);
            if (directory.anyUser(id).isEmpty()) {
                addEmployee(id, number);
                added++;
            }
        }
    }

    /** Adds guests from these clinics in turn; goes on after those that were added before. One in ten is pending. */
    void addGuests(int count, List<String> clinics) {
        int added = 0;
        for (int number = 1; added < count; number++) {
            var id = id("guest", number);
            if (directory.anyUser(id).isEmpty()) {
                addGuest(id, number, clinics.get(number % clinics.size()));
                added++;
            }
        }
    }

    private static String id(String kind, int number) {
        return UUID.nameUUIDFromBytes((kind + " " + number).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static String localPart(int number) {
        return (first(number) + "." + last(number) + "." + number).toLowerCase(Locale.ROOT);
    }

    private static String first(int number) {
        return FIRST.get(number % FIRST.size());
    }

    private static String last(int number) {
        return LAST.get(number / FIRST.size() % LAST.size());
    }

    private String created(int number) {
        Instant day = directory.now().minus(Duration.ofDays(number % DAYS));
        return Json.time(day);
    }

    /** A guest nobody is behind: invited, and never to accept. */
    void addCanary() {
        if (directory.anyUser(Seeds.CANARY_ID).isEmpty()) {
            var mail = "canary@canary.example";
            var properties = Json.object()
                    .put("displayName", "Canary (nobody)")
                    .put("mail", mail)
                    .put("mailNickname", "canary")
                    .put("userPrincipalName", InvitationRoutes.principalName(mail))
                    .put("userType", "Guest")
                    .put("accountEnabled", true)
                    .put("creationType", "Invitation");
            InvitationRoutes.externalState(properties, mail);
            directory.addUser(Seeds.CANARY_ID, properties);
        }
    }

    private void addEmployee(String id, int number) {
        var mail = localPart(number) + "@" + Seeds.VERIFIED_DOMAIN;
        var principalName = localPart(number) + "@" + Seeds.INITIAL_DOMAIN;
        var properties = Json.object()
                .put("displayName", first(number) + " " + last(number))
                .put("givenName", first(number))
                .put("surname", last(number))
                .put("department", DEPARTMENTS.get(number % DEPARTMENTS.size()))
                .put("mail", mail)
                .put("mailNickname", localPart(number))
                .put("userPrincipalName", principalName)
                .put("userType", "Member")
                .put("accountEnabled", true)
                .put("createdDateTime", created(number));
        properties.putArray("businessPhones");
        properties.putArray("otherMails");
        properties.putArray("proxyAddresses").add("SMTP:" + mail);
        directory.addUser(id, properties);
    }

    private void addGuest(String id, int number, String clinic) {
        var mail = localPart(number) + "@" + clinic;
        var properties = Json.object()
                .put("displayName", first(number) + " " + last(number))
                .put("mail", mail)
                .put("mailNickname", mail.replace('@', '_') + "#EXT#")
                .put("userPrincipalName", InvitationRoutes.principalName(mail))
                .put("userType", "Guest")
                .put("accountEnabled", true)
                .put("creationType", "Invitation")
                .put("createdDateTime", created(number));
        InvitationRoutes.externalState(properties, mail);
        if (number % ONE_PENDING_IN != 0) {
            properties.put("externalUserState", "Accepted").put("externalUserStateChangeDateTime", created(number));
            properties
                    .putArray("identities")
                    .addObject()
                    .put("signInType", "federated")
                    .put("issuer", Redemptions.Identity.WORK.issuer())
                    .putNull("issuerAssignedId");
        }
        directory.addUser(id, properties).sponsors.add(SPONSORS.get(number % SPONSORS.size()));
    }
}
