package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;

/** The directory as JSON and back, tombstones and change numbers included, so that delta links outlive a restart. */
final class DirectoryState {
    private DirectoryState() {}

    static ObjectNode save(Directory directory) {
        var json = Json.object().put("sequence", directory.sequence());
        var users = json.putArray("users");
        for (var user : directory.allUsers()) {
            var one = entry(user)
                    .put("manager", user.manager)
                    .put("deletedAt", user.deletedAt == null ? null : user.deletedAt.toString())
                    .put("purged", user.purged);
            one.set("sponsors", Json.texts(user.sponsors));
            one.set("directoryRoles", Json.texts(user.directoryRoles));
            one.set("administrativeUnits", Json.texts(user.administrativeUnits));
            users.add(one);
        }
        var groups = json.putArray("groups");
        for (var group : directory.allGroups()) {
            var one = entry(group);
            one.set("members", Json.texts(group.members));
            var changes = one.putObject("memberChanges");
            group.memberChanges.forEach(changes::put);
            groups.add(one);
        }
        return json;
    }

    private static ObjectNode entry(Entry entry) {
        var json = Json.object()
                .put("id", entry.id())
                .put("ordinal", entry.ordinal())
                .put("existenceChange", entry.existenceChange())
                .put("visibleAt", entry.visibleAt().toString())
                .put("listedAt", entry.listedAt().toString());
        var changes = json.putObject("changes");
        entry.changes().forEach(changes::put);
        json.set("properties", entry.properties());
        return json;
    }

    static void load(JsonNode json, Directory directory) {
        var users = new ArrayList<UserEntry>();
        for (var one : required(json, "users")) {
            var user = new UserEntry(
                    required(one, "id").asText(),
                    required(one, "ordinal").asLong(),
                    (ObjectNode) required(one, "properties"),
                    Instant.parse(one.path("visibleAt").asText()),
                    Instant.parse(one.path("listedAt").asText()));
            changes(one, user);
            user.manager = Json.text(one, "manager").orElse(null);
            user.deletedAt = Json.text(one, "deletedAt").map(Instant::parse).orElse(null);
            user.purged = one.path("purged").asBoolean();
            user.sponsors.addAll(Json.textsOf(one, "sponsors"));
            user.directoryRoles.addAll(Json.textsOf(one, "directoryRoles"));
            user.administrativeUnits.addAll(Json.textsOf(one, "administrativeUnits"));
            users.add(user);
        }
        var groups = new ArrayList<GroupEntry>();
        for (var one : required(json, "groups")) {
            var group = new GroupEntry(
                    required(one, "id").asText(),
                    required(one, "ordinal").asLong(),
                    (ObjectNode) required(one, "properties"),
                    Instant.parse(one.path("visibleAt").asText()),
                    Instant.parse(one.path("listedAt").asText()));
            changes(one, group);
            group.members.addAll(Json.textsOf(one, "members"));
            one.path("memberChanges")
                    .properties()
                    .forEach(change -> group.memberChanges.put(
                            change.getKey(), change.getValue().asLong()));
            groups.add(group);
        }
        directory.load(users, groups, required(json, "sequence").asLong());
    }

    private static void changes(JsonNode json, Entry entry) {
        entry.existenceChanged(required(json, "existenceChange").asLong());
        json.path("changes")
                .properties()
                .forEach(change ->
                        entry.touched(change.getKey(), change.getValue().asLong()));
    }

    /** A field that has to be there. */
    static JsonNode required(JsonNode json, String field) {
        var value = json.get(field);
        if (value == null) {
            throw new IllegalArgumentException("'" + field + "' is missing");
        }
        return value;
    }
}
