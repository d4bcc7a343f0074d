package dev.guestward.platform.webapp;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The calls that Tasklist makes for people who are not administrators. This is the main shield of an engine that gets no
 * more patches: what is not here does not reach it.
 */
final class AllowedCalls {
    private static final String ENGINE = "engine/engine/default/";
    private static final String ID = "[\\w:.-]{1,128}";

    private record Call(Set<String> methods, Pattern path) {
        Call(String methods, String path) {
            this(Set.of(methods.split(" ")), Pattern.compile(path));
        }
    }

    private static final List<Call> CALLS = List.of(
            new Call("GET", "engine/engine"),
            new Call("GET", "admin/auth/user/default"),
            new Call("POST", "admin/auth/user/default/logout"),
            new Call("GET", "tasklist/plugin/" + ID + "/static(/[\\w.-]+)+"),
            new Call("GET POST PUT DELETE", "tasklist/plugin/" + ID + "/default(/" + ID + ")+"),
            new Call("GET OPTIONS", ENGINE + "filter"),
            new Call("GET", ENGINE + "filter/count"),
            new Call("GET", ENGINE + "filter/" + ID),
            new Call("GET POST", ENGINE + "filter/" + ID + "/(list|count)"),
            new Call("GET", ENGINE + "task"),
            new Call("GET", ENGINE + "task/" + ID),
            new Call("GET", ENGINE + "task/" + ID + "/(form|form-variables|rendered-form|deployed-form|comment)"),
            new Call("POST", ENGINE + "task/" + ID + "/(submit-form|claim)"),
            new Call("GET", ENGINE + "history/user-operation(/count)?"),
            new Call("GET", ENGINE + "process-definition(/count)?"),
            new Call(
                    "GET",
                    ENGINE + "process-definition/" + ID
                            + "/(startForm|form-variables|rendered-form|deployed-start-form)"),
            new Call("POST", ENGINE + "process-definition/" + ID + "/submit-form"),
            new Call("GET", ENGINE + "user/" + ID + "/profile"));

    private AllowedCalls() {}

    static boolean include(String method, WebappPath path) {
        String text = path.toString();
        return CALLS.stream()
                .anyMatch(call ->
                        call.methods.contains(method) && call.path.matcher(text).matches());
    }
}
