package dev.guestward.platform.webapp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.guestward.people.Viewer;
import dev.guestward.platform.security.ProblemAnswers;
import dev.guestward.platform.webapp.WritableVariables.FormOf;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
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
            problems.send(response, HttpStatus.BAD_REQUEST, "This address is not clear.");
            return;
        }
        if (isClosed(path.get())) {
            problems.send(response, HttpStatus.FORBIDDEN, "This is not in use.");
            return;
        }
        Viewer viewer = viewer();
        if (viewer.isAdministrator()) {
            chain.doFilter(request, response);
            return;
        }
        if (!AllowedCalls.include(request.getMethod(), path.get())
                || Collections.list(request.getParameterNames()).stream().anyMatch(CallBody::isExpression)) {
            problems.send(response, HttpStatus.FORBIDDEN, "Your role does not allow this.");
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

    private void judgeBody(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain, Viewer viewer, WebappPath path)
            throws IOException, ServletException {
        if (request.getMethod().equals("GET") || request.getMethod().equals("OPTIONS")) {
            chain.doFilter(request, response);
            return;
        }
        CallBody body;
        try {
            body = CallBody.of(request);
        } catch (CallBody.Unreadable e) {
            problems.send(response, HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
            return;
        }
        String refusal = body.hasExpressions() ? "Expressions are not accepted." : refusal(viewer, path, body);
        if (refusal != null) {
            problems.send(response, HttpStatus.FORBIDDEN, refusal);
            return;
        }
        chain.doFilter(body.replayed(request), response);
    }

    private @Nullable String refusal(Viewer viewer, WebappPath path, CallBody body) {
        String kind = path.segment(3);
        String id = path.segment(4);
        String act = path.segment(5);
        if (!path.segment(0).equals("engine")) {
            return null;
        }
        if (kind.equals("task") && act.equals("claim")) {
            return viewer.id().value().equals(body.content().path("userId").asText())
                    ? null
                    : "You can take a task for yourself only.";
        }
        if (kind.equals("task") && act.equals("submit-form")) {
            Optional<FormOf> form = variables.task(id);
            if (form.isEmpty()) {
                return null; // the engine knows how to say so
            }
            return viewer.id().value().equals(form.get().assignee())
                    ? unwritable(body, form.get().writable())
                    : "This task is not yours.";
        }
        if (kind.equals("process-definition") && act.equals("submit-form")) {
            if (!body.content().path("businessKey").asText("").isEmpty()) {
                return "The workflow names itself.";
            }
            return variables
                    .start(id)
                    .map(writable -> unwritable(body, writable))
                    .orElse(null);
        }
        return null;
    }

    private static @Nullable String unwritable(CallBody body, Set<String> writable) {
        for (var variable : body.content().path("variables").properties()) {
            if (!writable.contains(variable.getKey())) {
                return "This form does not write '" + variable.getKey() + "'.";
            }
            JsonNode type = variable.getValue().path("type");
            if (!type.isMissingNode()
                    && !type.isNull()
                    && !VALUE_TYPES.contains(type.asText().toLowerCase(Locale.ROOT))) {
                return "Values of type " + type.asText() + " are not accepted.";
            }
        }
        return null;
    }
}
