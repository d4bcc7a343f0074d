package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The control surface under {@code /_sim}: for tests and for the curious, no part of Graph. */
final class ControlRoutes {
    private static final String ADMIN = "admin";

    private final Tenant tenant;
    private final Directory directory;

    ControlRoutes(Tenant tenant) {
        this.tenant = tenant;
        directory = tenant.directory;
    }

    void addTo(Router<Handler> router) {
        add(router, "GET /_sim/users", this::users);
        add(router, "POST /_sim/users", this::addUser);
        add(router, "PATCH /_sim/users/{id}", this::changeUser);
        add(router, "DELETE /_sim/users/{id}", this::deleteUser);
        add(router, "POST /_sim/users/{id}/restore", this::restoreUser);
        add(router, "DELETE /_sim/groups/{group}/members/{id}", this::removeMember);
        add(router, "GET /_sim/mails", this::mails);
        add(router, "POST /_sim/redeem", this::redeem);
        add(router, "GET /_sim/log", this::log);
        add(router, "GET /_sim/counters", request -> Response.json(200, tenant.counters.snapshot()));
        add(router, "DELETE /_sim/counters", request -> {
            tenant.counters.reset();
            return Response.noContent();
        });
        add(router, "GET /_sim/faults", request -> Response.json(200, tenant.faults.toJson()));
        add(router, "PUT /_sim/faults", this::faults);
        add(router, "GET /_sim/notifications", request -> Response.json(200, tenant.notifications.state()));
        add(router, "PUT /_sim/notifications", request -> {
            tenant.notifications.setMode(NotificationMode.from(request.json()));
            return Response.json(200, tenant.notifications.state());
        });
        add(router, "GET /_sim/subscriptions", this::subscriptions);
        add(router, "GET /_sim/lag", request -> lag());
        add(router, "PUT /_sim/lag", this::setLag);
        add(router, "PUT /_sim/quota", request -> {
            throw new Unimplemented("quotas");
        });
        add(router, "GET /_sim/policies", request -> policies());
        add(router, "PUT /_sim/policies", this::setPolicies);
        add(router, "GET /_sim/clock", request -> clock());
        add(router, "POST /_sim/clock", this::stepClock);
    }

    private static void add(Router<Handler> router, String route, Handler handler) {
        router.add(route, request -> {
            try {
                return handler.handle(request);
            } catch (Unimplemented e) {
                return problem(501, String.valueOf(e.getMessage()));
            } catch (GraphError e) {
                return problem(e.status(), e.text());
            }
        });
    }

    private static Response problem(int status, String detail) {
        return Response.json(status, Json.object().put("error", detail));
    }

    private Response users(Request request) {
        return directory.locked(() -> {
            var list = Json.array();
            directory.allUsers().stream().filter(user -> !user.purged).forEach(user -> list.add(everything(user)));
            return Response.json(200, list);
        });
    }

    private ObjectNode everything(UserEntry user) {
        ObjectNode json = user.properties().deepCopy();
        json.put("deleted", user.deletedAt != null);
        json.put("manager", user.manager);
        json.set("sponsors", Json.texts(user.sponsors));
        json.set(
                "memberOf",
                Json.texts(directory.allGroups().stream()
                        .filter(group -> group.members.contains(user.id()))
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
            if (changes.has("sponsors")) {
                user.sponsors.clear();
                user.sponsors.addAll(Json.textsOf(changes, "sponsors"));
                changes.remove("sponsors");
            }
            if (!changes.isEmpty()) {
                directory.update(user, changes);
            }
            tenant.log.accepted(ADMIN, "PATCH", "/users/" + user.id(), request.json());
            return Response.json(200, everything(user));
        });
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

    private Response removeMember(Request request) {
        return directory.locked(() -> {
            var id = request.param("group");
            var group = directory.group(id).orElseThrow(() -> GraphError.notFound(id));
            var user = user(request);
            if (group.members.contains(user.id())) {
                directory.removeMember(group, user.id());
                tenant.log.accepted(
                        ADMIN, "DELETE", "/groups/" + group.id() + "/members/" + user.id() + "/$ref", Json.object());
            }
            return Response.noContent();
        });
    }

    private Response mails(Request request) {
        var list = Json.array();
        tenant.mails.mails(request.queryParam("to").orElse(null)).forEach(mail -> list.add(mail.toJson()));
        return Response.json(200, list);
    }

    private Response redeem(Request request) {
        var body = request.json();
        var userId = Json.text(body, "redeemUrl")
                .map(url -> tenant.redemptions
                        .linkOf(url)
                        .map(Redemptions.Link::userId)
                        .orElseThrow(() -> new GraphError(404, "NotFound", "no invitation has this redeem link")))
                .or(() -> Json.text(body, "userId"))
                .orElseThrow(() -> GraphError.badRequest("redeemUrl or userId is missing"));
        var name = Json.text(body, "identity").orElse("ExternalAzureAD");
        var identity = Redemptions.Identity.named(name)
                .orElseThrow(() -> GraphError.badRequest("no identity is called '" + name + "'"));
        tenant.redemptions
                .accept(userId, identity, Json.text(body, "displayName").orElse(null))
                .ifPresent(problem -> {
                    throw new GraphError(409, "Conflict", problem);
                });
        return directory.locked(() -> Response.json(
                200, everything(directory.anyUser(userId).orElseThrow(() -> GraphError.notFound(userId)))));
    }

    private Response log(Request request) {
        var after = request.queryParam("after").orElse("0");
        if (!after.matches("\\d{1,18}")) {
            throw GraphError.badRequest("after is not a number");
        }
        return Response.json(200, tenant.log.after(Long.parseLong(after)));
    }

    private Response faults(Request request) {
        JsonNode body;
        try {
            body = Json.parse(request.body());
        } catch (IOException e) {
            throw GraphError.badRequest("not JSON");
        }
        if (!(body instanceof ArrayNode)) {
            throw GraphError.badRequest("faults are an array");
        }
        tenant.faults.replace(body);
        return Response.json(200, tenant.faults.toJson());
    }

    private Response subscriptions(Request request) {
        var list = Json.array();
        tenant.notifications.all().forEach(subscription -> subscription.addTo(list.addObject()));
        return Response.json(200, list);
    }

    private Response lag() {
        return directory.locked(() -> Response.json(
                200, Json.object().put("visibilityMillis", directory.lag().toMillis())));
    }

    private Response setLag(Request request) {
        var millis = request.json().path("visibilityMillis");
        if (!millis.isIntegralNumber() || millis.asLong() < 0) {
            throw GraphError.badRequest("visibilityMillis is not a number of milliseconds");
        }
        return directory.locked(() -> {
            directory.setLag(Duration.ofMillis(millis.asLong()));
            return lag();
        });
    }

    private Response policies() {
        var policies = tenant.policies;
        var json = Json.object().put("allowInvitesFrom", policies.allowInvitesFrom());
        json.set("denyDomains", Json.texts(policies.denyDomains()));
        json.set("allowDomains", Json.texts(policies.allowDomains()));
        return Response.json(200, json.put("suspiciousActivity", policies.suspiciousActivity()));
    }

    private Response setPolicies(Request request) {
        var body = request.json();
        for (var field : body.properties()) {
            if (!Set.of("allowInvitesFrom", "denyDomains", "allowDomains", "suspiciousActivity")
                    .contains(field.getKey())) {
                throw new Unimplemented("the policy '" + field.getKey() + "'");
            }
        }
        return directory.locked(() -> {
            var before = tenant.policies;
            tenant.policies = new Policies(
                    Json.text(body, "allowInvitesFrom").orElse(before.allowInvitesFrom()),
                    body.has("denyDomains") ? Json.textsOf(body, "denyDomains") : before.denyDomains(),
                    body.has("allowDomains") ? Json.textsOf(body, "allowDomains") : before.allowDomains(),
                    body.path("suspiciousActivity").asBoolean(before.suspiciousActivity()));
            return policies();
        });
    }

    private Response clock() {
        return Response.json(
                200, Json.object().put("now", tenant.clock.instant().toString()));
    }

    /** Steps by a duration ({@code {"by": "P1D"}}) or to a time ({@code {"to": "..."}}); never back. */
    private Response stepClock(Request request) {
        var body = request.json();
        Duration by;
        try {
            var now = tenant.clock.instant();
            var to = Json.text(body, "to");
            by = to.isPresent()
                    ? Duration.between(now, Instant.parse(to.get()))
                    : Duration.parse(body.path("by").asText());
        } catch (DateTimeException e) {
            throw GraphError.badRequest("by is a duration such as PT1H, to a time such as 2026-11-21T08:00:00Z");
        }
        if (by.isNegative()) {
            throw GraphError.badRequest("the clock does not go back");
        }
        return directory.locked(() -> {
            tenant.clock.step(by);
            directory.purgeOverdue();
            return clock();
        });
    }
}
