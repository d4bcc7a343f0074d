package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** The part of the control surface that acts as another administrator of the tenant would. */
final class AdministratorRoutes {
    private static final String ADMIN = "admin";

    private final Tenant tenant;
    private final Directory directory;

    AdministratorRoutes(Tenant tenant) {
        this.tenant = tenant;
        directory = tenant.directory;
    }

    void addTo(Router<Handler> router) {
        ControlRoutes.add(router, "GET /_sim/users", this::users);
        ControlRoutes.add(router, "POST /_sim/users", this::addUser);
        ControlRoutes.add(router, "PATCH /_sim/users/{id}", this::changeUser);
        ControlRoutes.add(router, "DELETE /_sim/users/{id}", this::deleteUser);
        ControlRoutes.add(router, "POST /_sim/users/{id}/restore", this::restoreUser);
        ControlRoutes.add(router, "POST /_sim/groups", this::addGroup);
        ControlRoutes.add(router, "PUT /_sim/groups/{group}/members/{id}", this::addMember);
        ControlRoutes.add(router, "DELETE /_sim/groups/{group}/members/{id}", this::removeMember);
    }

    private Response users(Request request) {
        return directory.locked(() -> {
            var list = Json.array();
            directory.allUsers().stream().filter(user -> !user.purged).forEach(user -> list.add(everything(user)));
            return Response.json(200, list);
        });
    }

    /** All properties of a user, and what else there is to know. */
    ObjectNode everything(UserEntry user) {
        ObjectNode json = user.properties().deepCopy();
        json.put("deleted", user.deletedAt != null);
        json.put("manager", user.manager);
        json.set("sponsors", Json.texts(user.sponsors));
        json.set("directoryRoles", Json.texts(user.directoryRoles));
        json.set("administrativeUnits", Json.texts(user.administrativeUnits));
        json.set("homeAddresses", Json.texts(user.homeAddresses));
        json.set(
                "memberOf",
                Json.texts(directory.groupsOf(user.id(), false).stream()
                        .map(Entry::id)
                        .toList()));
        return json;
    }

    private Response addUser(Request request) {
        ObjectNode body = request.json().deepCopy();
        var mail = Json.text(body, "mail").orElseThrow(() -> GraphError.badRequest("mail is missing"));
        boolean guest = Json.text(body, "userType").orElse("Guest").equals("Guest");
        return directory.locked(() -> {
            if (directory.liveUserWithAddress(mail).isPresent()) {
                throw new GraphError(409, "Conflict", "somebody has this mail address already");
            }
            var properties = Json.object()
                    .put("displayName", mail.substring(0, mail.indexOf('@')))
                    .put("mail", mail)
                    .put("mailNickname", mail.substring(0, mail.indexOf('@')))
                    .put("userType", guest ? "Guest" : "Member")
                    .put("accountEnabled", true);
            if (guest) {
                properties
                        .put("userPrincipalName", InvitationRoutes.principalName(mail))
                        .put("creationType", "Invitation");
                InvitationRoutes.externalState(properties, mail);
            } else {
                properties.put("userPrincipalName", mail.substring(0, mail.indexOf('@')) + "@" + Seeds.INITIAL_DOMAIN);
            }
            var sponsors = Json.textsOf(body, "sponsors");
            var manager = Json.text(body, "manager");
            var groups = Json.textsOf(body, "memberOf");
            var id = Json.text(body, "id").orElseGet(Directory::newId);
            body.remove(List.of("id", "sponsors", "manager", "memberOf"));
            properties.setAll(body);
            var user = directory.addUser(id, properties);
            user.sponsors.addAll(sponsors);
            manager.ifPresent(managerId -> directory.setManager(user, managerId));
            groups.forEach(group -> directory.addMembers(
                    directory.group(group).orElseThrow(() -> GraphError.notFound(group)), Set.of(user.id())));
            tenant.log.accepted(ADMIN, "POST", "/users", request.json());
            return Response.json(201, everything(user));
        });
    }

    private UserEntry user(Request request) {
        var id = request.param("id");
        return directory.anyUser(id).filter(user -> !user.purged).orElseThrow(() -> GraphError.notFound(id));
    }

    private Response changeUser(Request request) {
        return directory.locked(() -> {
            var user = user(request);
            ObjectNode changes = request.json().deepCopy();
            if (changes.has("manager")) {
                directory.setManager(user, changes.remove("manager").asText());
            }
            replace(user.sponsors, changes, "sponsors");
            replace(user.directoryRoles, changes, "directoryRoles");
            replace(user.administrativeUnits, changes, "administrativeUnits");
            replace(user.homeAddresses, changes, "homeAddresses");
            if (!changes.isEmpty()) {
                directory.update(user, changes);
            }
            tenant.log.accepted(ADMIN, "PATCH", "/users/" + user.id(), request.json());
            return Response.json(200, everything(user));
        });
    }

    private static void replace(Set<String> values, ObjectNode changes, String field) {
        if (changes.has(field)) {
            values.clear();
            values.addAll(Json.textsOf(changes, field));
            changes.remove(field);
        }
    }

    /** Soft deletion, or with {@code ?permanent=true} what cannot be undone. */
    private Response deleteUser(Request request) {
        return directory.locked(() -> {
            var user = user(request);
            if (user.live()) {
                directory.softDelete(user);
                tenant.log.accepted(ADMIN, "DELETE", "/users/" + user.id(), Json.object());
            }
            if (request.queryParam("permanent").filter("true"::equals).isPresent()) {
                directory.purge(user);
                tenant.log.accepted(ADMIN, "DELETE", "/directory/deletedItems/" + user.id(), Json.object());
            }
            return Response.noContent();
        });
    }

    private Response restoreUser(Request request) {
        return directory.locked(() -> {
            var user = user(request);
            if (user.live()) {
                throw new GraphError(409, "Conflict", "the user is not deleted");
            }
            directory.restore(user);
            tenant.log.accepted(ADMIN, "POST", "/directory/deletedItems/" + user.id() + "/restore", Json.object());
            return Response.json(200, everything(user));
        });
    }

    private Response addGroup(Request request) {
        var body = request.json();
        var name = Json.text(body, "displayName").orElseThrow(() -> GraphError.badRequest("displayName is missing"));
        return directory.locked(() -> {
            var members = Json.textsOf(body, "members").stream()
                    .map(id -> member(id).id())
                    .toList();
            var properties = Json.object()
                    .put("displayName", name)
                    .put("mailEnabled", false)
                    .put("mailNickname", name.replaceAll("[^A-Za-z0-9]", ""))
                    .put("securityEnabled", true);
            for (var field : List.of("groupTypes", "membershipRule", "onPremisesSyncEnabled", "isAssignableToRole")) {
                if (body.has(field)) {
                    properties.set(field, body.get(field));
                }
            }
            var group = directory.addGroup(Directory.newId(), properties);
            if (!members.isEmpty()) {
                directory.addMembers(group, members);
            }
            tenant.log.accepted(ADMIN, "POST", "/groups", body);
            return Response.json(201, Json.object().put("id", group.id()).put("displayName", name));
        });
    }

    private Entry member(String id) {
        return directory
                .anyUser(id)
                .filter(user -> !user.purged)
                .<Entry>map(user -> user)
                .or(() -> directory.anyGroup(id))
                .orElseThrow(() -> GraphError.notFound(id));
    }

    private GroupEntry group(Request request) {
        var id = request.param("group");
        return directory.group(id).orElseThrow(() -> GraphError.notFound(id));
    }

    private Response addMember(Request request) {
        return directory.locked(() -> {
            var group = group(request);
            var member = member(request.param("id"));
            if (member == group) {
                throw GraphError.badRequest("a group cannot be a member of itself");
            }
            if (!group.members.contains(member.id())) {
                directory.addMembers(group, Set.of(member.id()));
                tenant.log.accepted(
                        ADMIN,
                        "POST",
                        "/groups/" + group.id() + "/members/$ref",
                        Json.object().put("@odata.id", member.id()));
            }
            return Response.noContent();
        });
    }

    private Response removeMember(Request request) {
        return directory.locked(() -> {
            var group = group(request);
            var member = member(request.param("id"));
            if (group.members.contains(member.id())) {
                directory.removeMember(group, member.id());
                tenant.log.accepted(
                        ADMIN, "DELETE", "/groups/" + group.id() + "/members/" + member.id() + "/$ref", Json.object());
            }
            return Response.noContent();
        });
    }
}
