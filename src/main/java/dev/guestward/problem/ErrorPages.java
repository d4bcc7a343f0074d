package dev.guestward.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriComponentsBuilder;

/** Where the container sends what no controller answered: a page for browsers, a problem body for everything else. */
@Controller
@RequestMapping("/error")
class ErrorPages implements ErrorController {
    @RequestMapping(produces = MediaType.TEXT_HTML_VALUE)
    Object page(HttpServletRequest request) {
        if (String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI))
                .startsWith("/api/")) {
            return problem(request);
        }
        HttpStatus status = status(request);
        return new ModelAndView("error/" + view(status), status);
    }

    @RequestMapping
    ResponseEntity<ProblemDetail> problem(HttpServletRequest request) {
        HttpStatus status = status(request);
        ProblemDetail problem = Problems.of(status, hint(status));
        if (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String address) {
            problem.setInstance(UriComponentsBuilder.fromPath(address).build().toUri());
        }
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    private static HttpStatus status(HttpServletRequest request) {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus known = code instanceof Integer number ? HttpStatus.resolve(number) : HttpStatus.NOT_FOUND;
        return known == null ? HttpStatus.INTERNAL_SERVER_ERROR : known;
    }

    /** Of the pages in {@code templates/error}; somebody who is not signed in can read them, too. */
    private static String view(HttpStatus status) {
        return switch (status) {
            case NOT_FOUND -> "404";
            case FORBIDDEN, UNAUTHORIZED -> "403";
            case SERVICE_UNAVAILABLE -> "503";
            default -> status.is4xxClientError() ? "4xx" : "500";
        };
    }

    private static String hint(HttpStatus status) {
        return switch (status) {
            case NOT_FOUND -> "It may have been moved or finished, or the address is mistyped.";
            case UNAUTHORIZED -> "Sign in first.";
            case FORBIDDEN -> "Your role does not allow this, or the page was open for too long. Load it again.";
            case METHOD_NOT_ALLOWED -> "This address does not take that method.";
            case UNSUPPORTED_MEDIA_TYPE -> "This address does not take a body of that type.";
            case SERVICE_UNAVAILABLE -> Problems.TRY_AGAIN;
            default ->
                status.is4xxClientError()
                        ? "The request is not in the form that is expected here."
                        : "This should not have happened. It has been logged.";
        };
    }
}
