package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code POST /invitations}. There is no way to read an invitation. */
final class InvitationRoutes {
    private static final Pattern MAIL = Pattern.compile("([^@\\s]+)@([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)");
    private static final Pattern REFUSED = Pattern.compile("[~!#$%^&*()+=\\[\\]{}\\\\/|;:\"<>?,]");
    private static final int MOST_SPONSORS = 5;
    private static final Set<String> FIELDS = Set.of(
            "@odata.type",
            "invitedUserEmailAddress",
            "inviteRedirectUrl",
            "invitedUserDisplayName",
            "invitedUserType",
            "sendInvitationMessage",
            "invitedUserMessageInfo",
            "resetRedemption",
            "invitedUser",
            "invitedUserSponsors");

    private final Tenant tenant;
    private final Directory directory;

    InvitationRoutes(Tenant tenant) {
        this.tenant = tenant;
        directory = tenant.directory;
    }

    void addTo(GraphRoutes routes) {
        routes.write(
                "POST /invitations",
                List.of("User.Invite.All", "User.ReadWrite.All", "Directory.ReadWrite.All"),
                this::invite);
    }

    private Response invite(Request request) {
        var body = request.json();
        body.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw GraphError.badRequest("The property '" + name
                        + "' does not exist on type 'microsoft.graph.invitation' or cannot be set.");
            }
        });
        var mail = mail(body);
        checkRedirect(body);
        if (body.path("invitedUserMessageInfo").path("ccRecipients").size() > 1) {
            throw GraphError.badRequest("Only one ccRecipient is allowed.");
        }
        var type = Json.text(body, "invitedUserType").orElse("Guest");
        if (!type.equals("Guest") && !type.equals("Member")) {
            throw GraphError.badRequest("Invalid value for invitedUserType.");
        }
        checkPolicies(request, mail);
        var sponsors = sponsors(body.path("invitedUserSponsors"));
        boolean reset = body.path("resetRedemption").asBoolean();
        var user = reset ? new RedemptionReset(directory).of(request, mail) : guestFor(mail, body, type);
        sponsors.stream().filter(id -> user.sponsors.size() < MOST_SPONSORS).forEach(user.sponsors::add);
        var link = tenant.redemptions.newLink(
                user, mail, Json.text(body, "inviteRedirectUrl").orElse(""));
        if (body.path("sendInvitationMessage").asBoolean() && !user.accepted()) {
            tenant.mails.deliverInvitation(mail, link);
        }
        return Response.graph(201, answer(request, body, user, mail, link));
    }

    private UserEntry guestFor(String mail, ObjectNode body, String type) {
        var known = directory.liveUserWithAddress(mail);
        if (known.isEmpty()) {
            var account = directory.allUsers().stream()
                    .filter(user -> user.live()
                            && user.homeAddresses.stream().anyMatch(address -> address.equalsIgnoreCase(mail)))
                    .findFirst();
            if (account.isPresent()) {
                return withAnotherAddress(account.get(), mail);
            }
            return directory.addUser(Directory.newId(), newGuest(mail, body, type));
        }
        var user = known.get();
        if (!user.pending() && !user.accepted()) {
            throw GraphError.badRequest("The invited user already exists in the directory as object ID: " + user.id()
                    + ". They can use that account to sign in to shared apps and resources.");
        }
        if (user.pending() && !user.enabled()) {
            throw new GraphError(
                    412, "PreconditionFailed", "The invited user exists, is disabled, and has not accepted yet.");
        }
        return user;
    }

    /** Two addresses of one account at home are one guest, who from now on goes by the address invited last. */
    private UserEntry withAnotherAddress(UserEntry user, String mail) {
        var changes = Json.object().put("mail", mail);
        changes.set(
                "otherMails",
                Json.texts(Json.textsOf(user.properties(), "otherMails")).add(mail));
        changes.set(
                "proxyAddresses",
                Json.texts(Json.textsOf(user.properties(), "proxyAddresses")).add("smtp:" + mail));
        directory.update(user, changes);
        return user;
    }

    private static ObjectNode newGuest(String mail, ObjectNode body, String type) {
        var properties = Json.object()
                .put(
                        "displayName",
                        Json.text(body, "invitedUserDisplayName").orElse(mail.substring(0, mail.indexOf('@'))))
                .put("mail", mail)
                .put("mailNickname", mail.replace('@', '_') + "#EXT#")
                .put("userPrincipalName", principalName(mail))
                .put("userType", type)
                .put("accountEnabled", true)
                .put("creationType", "Invitation");
        externalState(properties, mail);
        return properties;
    }

    /** What an external user has besides a name. */
    static void externalState(ObjectNode properties, String mail) {
        properties.put("externalUserState", "PendingAcceptance");
        properties.putArray("businessPhones");
        properties.putArray("otherMails").add(mail);
        properties.putArray("proxyAddresses").add("SMTP:" + mail);
        properties
                .putArray("identities")
                .addObject()
                .put("signInType", "federated")
                .put("issuer", "mail")
                .putNull("issuerAssignedId");
    }

    static String principalName(String mail) {
        return mail.replace('@', '_') + "#EXT#@" + Seeds.INITIAL_DOMAIN;
    }

    private static String mail(ObjectNode body) {
        var mail = Json.text(body, "invitedUserEmailAddress")
                .orElseThrow(() -> GraphError.badRequest("The invitedUserEmailAddress is required."));
        var parts = MAIL.matcher(mail);
        if (!parts.matches()
                || REFUSED.matcher(mail).find()
                || parts.group(1).matches("[.-].*|.*[.-]")
                || !parts.group(2).contains(".")) {
            throw GraphError.badRequest("The invited user email address is not valid.");
        }
        var domain = parts.group(2).toLowerCase(Locale.ROOT);
        if (domain.equals(Seeds.VERIFIED_DOMAIN) || domain.equals(Seeds.INITIAL_DOMAIN)) {
            throw GraphError.badRequest("The invited user's domain is a verified domain of this directory.");
        }
        return mail;
    }

    private static void checkRedirect(ObjectNode body) {
        var url = Json.text(body, "inviteRedirectUrl")
                .orElseThrow(() -> GraphError.badRequest("The inviteRedirectUrl is required."));
        try {
            var scheme = new URI(url).getScheme();
            if (!"https".equals(scheme) && !"http".equals(scheme)) {
                throw GraphError.badRequest("The inviteRedirectUrl is not valid.");
            }
        } catch (URISyntaxException e) {
            throw GraphError.badRequest("The inviteRedirectUrl is not valid.");
        }
    }

    private void checkPolicies(Request request, String mail) {
        var policies = tenant.policies;
        if (policies.suspiciousActivity()) {
            throw new GraphError(
                    403, "Forbidden", "Invitations from this tenant are blocked because of suspicious activity.");
        }
        boolean inviter = request.callingApp().app().roles().contains("User.Invite.All");
        if (policies.allowInvitesFrom().equals("none")
                || (policies.allowInvitesFrom().equals("adminsAndGuestInviters") && !inviter)) {
            throw new GraphError(
                    403, "Forbidden", "Guest invitations not allowed for your company. Contact your administrator.");
        }
        if (!policies.domainAllowed(mail)) {
            throw new GraphError(
                    403, "Forbidden", "The domain of the user's email address is not allowed by the tenant's policy.");
        }
        if (!policies.homeTenantAllowed(mail)) {
            throw new GraphError(403, "Forbidden", "The invitation is blocked by cross-tenant access settings.");
        }
    }

    private List<String> sponsors(JsonNode references) {
        if (references.size() > MOST_SPONSORS) {
            throw GraphError.badRequest("At most " + MOST_SPONSORS + " sponsors can be set with an invitation.");
        }
        var ids = new ArrayList<String>();
        for (var reference : references) {
            var id = Json.text(reference, "id").orElseThrow(() -> GraphError.badRequest("A sponsor needs an id."));
            if (reference.has("@odata.type")) {
                // seen with one SDK: only the plain form is taken
                throw GraphError.badRequest("A sponsor is given as an object with its id only.");
            }
            if (directory.user(id).isEmpty() && directory.group(id).isEmpty()) {
                throw GraphError.badRequest("Resource '" + id + "' does not exist.");
            }
            ids.add(id);
        }
        return ids;
    }

    private static ObjectNode answer(Request request, ObjectNode body, UserEntry user, String mail, String link) {
        var answer = Listing.withContext(request, "invitations/$entity")
                .put("id", Directory.newId())
                .put("inviteRedeemUrl", link)
                .put(
                        "invitedUserDisplayName",
                        Json.text(body, "invitedUserDisplayName").orElse(null))
                .put("invitedUserType", user.text("userType"))
                .put("invitedUserEmailAddress", mail)
                .put("sendInvitationMessage", body.path("sendInvitationMessage").asBoolean())
                .put("resetRedemption", body.path("resetRedemption").asBoolean())
                .put("inviteRedirectUrl", body.path("inviteRedirectUrl").asText())
                .put("status", user.accepted() ? "Completed" : "PendingAcceptance");
        var given = body.path("invitedUserMessageInfo");
        var info = answer.putObject("invitedUserMessageInfo")
                .put("messageLanguage", Json.text(given, "messageLanguage").orElse(null))
                .put(
                        "customizedMessageBody",
                        Json.text(given, "customizedMessageBody").orElse(null));
        var copy = given.path("ccRecipients").path(0).path("emailAddress");
        info.putArray("ccRecipients")
                .addObject()
                .putObject("emailAddress")
                .put("name", Json.text(copy, "name").orElse(null))
                .put("address", Json.text(copy, "address").orElse(null));
        answer.putObject("invitedUser").put("id", user.id()).put("userPrincipalName", user.text("userPrincipalName"));
        return answer;
    }
}
