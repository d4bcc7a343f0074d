package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What of an object a request sees: {@code $select} and {@code $expand}. */
final class View {
    private static final Pattern EXPANDED =
            Pattern.compile("(sponsors|manager|memberOf)(?:\\(\\$select=([A-Za-z,]+)\\))?");

    /** What is expanded is cut here, with no link to the rest. */
    private static final int MOST_EXPANDED = 20;

    private final Directory directory;
    private final boolean users;
    private final Optional<List<String>> selected;
    private final Optional<String> expand;

    private View(Directory directory, boolean users, Optional<List<String>> selected, Optional<String> expand) {
        this.directory = directory;
        this.users = users;
        this.selected = selected;
        this.expand = expand;
    }

    static View of(Directory directory, Request request, boolean users) {
        var selected =
                request.queryParam("$select").filter(text -> !text.isBlank()).map(text -> names(text, users));
        var expand = request.queryParam("$expand").filter(text -> !text.isBlank());
        if (expand.isPresent() && (!users || !EXPANDED.matcher(expand.get()).matches())) {
            throw GraphError.badRequest("The simulated tenant expands sponsors, manager or memberOf of users only.");
        }
        return new View(directory, users, selected, expand);
    }

    /** The names in a {@code $select}. */
    static List<String> names(String text, boolean users) {
        var names = new ArrayList<String>();
        for (var name : text.split(",", -1)) {
            var property = name.strip();
            if (!Properties.known(users, property)) {
                throw GraphError.badRequest("Parsing OData Select and Expand failed: Could not find a property named '"
                        + property + "' on type 'microsoft.graph." + (users ? "user" : "group") + "'.");
            }
            names.add(property);
        }
        return names;
    }

    boolean asksFor(String property) {
        return selected.filter(names -> names.contains(property)).isPresent();
    }

    /** The part of a context link that tells what was selected. */
    String contextSuffix() {
        var parts = new ArrayList<>(selected.orElse(List.of()));
        expand.map(text -> text.replaceFirst("\\(.*", "()")).ifPresent(parts::add);
        return parts.isEmpty() ? "" : "(" + String.join(",", parts) + ")";
    }

    ObjectNode shape(Entry entry) {
        var shape = Json.object();
        for (var name : selected.orElse(users ? Properties.USER_DEFAULT : Properties.GROUP)) {
            copy(entry, name, shape);
        }
        if (!shape.has("id")) {
            shape.put("id", entry.id());
        }
        if (entry instanceof UserEntry user && expand.isPresent()) {
            expanded(user, expand.get(), shape);
        }
        return shape;
    }

    private static void copy(Entry entry, String name, ObjectNode shape) {
        var value = entry.properties().get(name);
        if (value != null) {
            shape.set(name, value);
        } else if (!name.equals("signInActivity")) {
            // never signed in: the property stays away
            shape.putNull(name);
        }
    }

    private void expanded(UserEntry user, String text, ObjectNode shape) {
        var matcher = EXPANDED.matcher(text);
        if (!matcher.matches()) {
            return;
        }
        var names = matcher.group(2) == null ? Properties.USER_DEFAULT : names(matcher.group(2), true);
        if (matcher.group(1).equals("manager")) {
            Optional.ofNullable(user.manager)
                    .flatMap(directory::user)
                    .ifPresent(manager -> shape.set("manager", related(manager, names)));
            return;
        }
        if (matcher.group(1).equals("memberOf")) {
            var groups = shape.putArray("memberOf");
            MembershipRoutes.of(directory, user).stream()
                    .limit(MOST_EXPANDED)
                    .forEach(held -> groups.add(MembershipRoutes.shape(held, names)));
            return;
        }
        var sponsors = shape.putArray("sponsors");
        for (var id : user.sponsors) {
            sponsorEntry(id).ifPresent(sponsor -> sponsors.add(related(sponsor, names)));
        }
    }

    private Optional<? extends Entry> sponsorEntry(String id) {
        var user = directory.user(id);
        return user.isPresent() ? user : directory.group(id);
    }

    /** An object within a collection of several types, which therefore names its own. */
    static ObjectNode related(Entry entry, List<String> names) {
        var shape = Json.object().put("@odata.type", typeOf(entry));
        for (var name : names) {
            if (Properties.known(entry instanceof UserEntry, name)) {
                copy(entry, name, shape);
            }
        }
        return shape.put("id", entry.id());
    }

    static String typeOf(Entry entry) {
        return entry instanceof UserEntry ? "#microsoft.graph.user" : "#microsoft.graph.group";
    }
}
