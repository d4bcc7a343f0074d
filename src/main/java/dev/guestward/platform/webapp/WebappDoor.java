package dev.guestward.platform.webapp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.people.Viewer;
import dev.guestward.platform.security.ProblemAnswers;
import dev.guestward.platform.webapp.WritableVariables.Fields;
import dev.guestward.platform.webapp.WritableVariables.FormOf;
import dev.guestward.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Judges every call to the endpoints of the web applications before the engine sees it. Some are closed to everybody;
 * people who are not administrators get the calls of {@link AllowedCalls}, may not send expressions, and write only the
 * variables that a form offers.
 */
@Component
class WebappDoor extends OncePerRequestFilter {
    private static final Set<String> VALUE_TYPES =
            Set.of("string", "boolean", "integer", "short", "long", "double", "date", "null", "json");

    private final WritableVariables variables;
    private final ProblemAnswers problems;

    WebappDoor(WritableVariables variables, ProblemAnswers problems) {
        this.variables = variables;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith(request.getContextPath() + WebappPath.ROOT);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<WebappPath> path = WebappPath.of(request.getRequestURI(), request.getContextPath());
        if (path.isEmpty()) {
            refuse(response, HttpStatus.BAD_REQUEST, "This address is not clear.");
            return;
        }
        if (isClosed(path.get())) {
            refuse(response, HttpStatus.FORBIDDEN, "This is not in use.");
            return;
        }
        Viewer viewer = viewer();
        if (viewer.isAdministrator()) {
            passAdministrator(request, response, chain);
            return;
        }
        if (!AllowedCalls.include(request.getMethod(), path.get())
                || Collections.list(request.getParameterNames()).stream().anyMatch(CallBody::isExpression)) {
            refuse(response, HttpStatus.FORBIDDEN, "Your role does not allow this.");
            return;
        }
        judgeBody(request, response, chain, viewer, path.get());
    }

    private static Viewer viewer() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof Viewer viewer) {
            return viewer;
        }
        throw new IllegalStateException("the door stands behind the sign-in");
    }

    /**
     * The set-up page would make an administrator, the password login would go around our sign-in, and a plugin address
     * without an engine runs without a user and therefore without any check.
     */
    private static boolean isClosed(WebappPath path) {
        if (path.segment(0).equals("admin") && path.segment(1).equals("setup")) {
            return true;
        }
        if (path.segment(0).equals("admin")
                && path.segment(1).equals("auth")
                && path.segments().contains("login")) {
            return true;
        }
        return path.segment(1).equals("plugin")
                && !path.segment(3).equals("default")
                && !path.segment(3).equals("static");
    }

    /** Their queries may name the user and the time. What goes further the engine would refuse less politely. */
    private void passAdministrator(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!CallBody.isJson(request)) {
            chain.doFilter(request, response);
            return;
        }
        try {
            CallBody body = CallBody.of(request);
            if (body.hasUnusualExpressions()) {
                refuse(
                        response,
                        HttpStatus.BAD_REQUEST,
                        "Queries may name the current user and the current time only.");
                return;
            }
            chain.doFilter(body.replayed(request), response);
        } catch (CallBody.Unreadable e) {
            refuse(response, HttpStatus.BAD_REQUEST, e);
        }
    }

    private void judgeBody(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain, Viewer viewer, WebappPath path)
            throws IOException, ServletException {
        if (request.getMethod().equals("GET") || request.getMethod().equals("OPTIONS")) {
            chain.doFilter(request, response);
            return;
        }
        try {
            CallBody body = CallBody.of(request);
            if (body.hasExpressions()) {
                throw new Refusal("Expressions are not accepted.");
            }
            CallBody accepted = path.segment(0).equals("engine") ? judge(viewer, path, body) : body;
            chain.doFilter(accepted.replayed(request), response);
        } catch (CallBody.Unreadable e) {
            refuse(response, HttpStatus.BAD_REQUEST, e);
        } catch (Refusal e) {
            refuse(response, HttpStatus.FORBIDDEN, e);
        }
    }

    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message);
        }
    }

    private CallBody judge(Viewer viewer, WebappPath path, CallBody body) throws Refusal, IOException {
        String id = path.segment(4);
        switch (path.segment(3) + " " + path.segment(5)) {
            case "task claim" -> {
                if (!viewer.id().value().equals(body.content().path("userId").asText())) {
                    throw new Refusal("You can take a task for yourself only.");
                }
            }
            case "task submit-form" -> {
                Optional<FormOf> form = variables.task(id);
                if (form.isPresent()) { // the engine knows how to say that there is none
                    if (!viewer.id().value().equals(form.get().assignee())) {
                        throw new Refusal("This task is not yours.");
                    }
                    return judgeVariables(body, form.get().fields());
                }
            }
            case "process-definition submit-form" -> {
                if (!body.content().path("businessKey").asText("").isEmpty()) {
                    throw new Refusal("The workflow names itself.");
                }
                Optional<Fields> fields = variables.start(id);
                if (fields.isPresent()) {
                    return judgeVariables(body, fields.get());
                }
            }
            default -> {
                // nothing more to say about the others
            }
        }
        return body;
    }

    private static CallBody judgeVariables(CallBody body, Fields fields) throws Refusal, IOException {
        Set<String> leftOut = new HashSet<>();
        for (var variable : body.content().path("variables").properties()) {
            String name = variable.getKey();
            if (fields.shown().contains(name)
                    && variable.getValue().path("value").asText("").isEmpty()) {
                leftOut.add(name);
            } else if (!fields.writable().contains(name)) {
                throw new Refusal("This form does not write '" + name + "'.");
            }
            JsonNode type = variable.getValue().path("type");
            if (type.isTextual() && !VALUE_TYPES.contains(type.asText().toLowerCase(Locale.ROOT))) {
                throw new Refusal("Values of type " + type.asText() + " are not accepted.");
            }
        }
        return body.withoutVariables(leftOut);
    }

    private void refuse(HttpServletResponse response, HttpStatus status, Exception why) throws IOException {
        refuse(response, status, String.valueOf(why.getMessage()));
    }

    /** With the sentence once more under the name where Tasklist looks for it. */
    private void refuse(HttpServletResponse response, HttpStatus status, String detail) throws IOException {
        ProblemDetail problem = Problems.of(status, detail);
        problem.setProperty("message", detail);
        problems.send(response, problem);
    }
}
