package dev.guestward.platform.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.guestward.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;

/** Answers of filters, in the same shape as those of controllers. */
@Component
public class ProblemAnswers implements AuthenticationEntryPoint, AccessDeniedHandler {
    private final ObjectMapper json;
    private final SignInSettings settings;
    private final ApiTokens tokens;

    ProblemAnswers(ObjectMapper json, SignInSettings settings, ApiTokens tokens) {
        this.json = json;
        this.settings = settings;
        this.tokens = tokens;
    }

    public void send(HttpServletResponse response, HttpStatus status, String detail) throws IOException {
        send(response, Problems.of(status, detail));
    }

    public void send(HttpServletResponse response, ProblemDetail problem) throws IOException {
        response.setStatus(problem.getStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        json.writeValue(response.getOutputStream(), problem);
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        if (why instanceof AuthenticationServiceException) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "10");
            send(response, HttpStatus.SERVICE_UNAVAILABLE, "The token cannot be checked now. Try again in a moment.");
            return;
        }
        if (tokens.areAccepted()) {
            response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (settings.hasLocalUsers() && request.getRequestURI().startsWith("/api/")) {
            response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"guestward\"");
        }
        send(response, HttpStatus.UNAUTHORIZED, "Sign in first.");
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
            throws IOException {
        send(response, HttpStatus.FORBIDDEN, "Your role does not allow this.");
    }
}
