package dev.guestward.problem;

import com.fasterxml.jackson.databind.JsonMappingException;
import dev.guestward.problem.InvalidInput.Field;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.validation.BindingResult;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.util.DisconnectedClientHelper;

/** Says what went wrong in a REST controller. Pages have their own words, see {@link ErrorPages}. */
@RestControllerAdvice(annotations = RestController.class)
@Order(Ordered.LOWEST_PRECEDENCE)
class RestProblems {
    private static final Logger log = LoggerFactory.getLogger(RestProblems.class);
    private static final String NOT_IN_REPERTOIRE = "22021";

    @ExceptionHandler
    ProblemDetail invalid(InvalidInput e) {
        return Problems.of(HttpStatus.UNPROCESSABLE_ENTITY, "The request cannot be accepted as it is.", e.fields());
    }

    @ExceptionHandler
    ProblemDetail notFound(NotFound e) {
        return Problems.of(HttpStatus.NOT_FOUND, message(e));
    }

    @ExceptionHandler
    ProblemDetail conflict(Conflict e) {
        ProblemDetail problem = Problems.of(HttpStatus.CONFLICT, message(e));
        e.details().forEach(problem::setProperty);
        return problem;
    }

    @ExceptionHandler
    ProblemDetail denied(AccessDeniedException e) {
        return Problems.of(HttpStatus.FORBIDDEN, "Your role does not allow this.");
    }

    @ExceptionHandler
    ProblemDetail invalid(MethodArgumentNotValidException e) {
        return badRequest(fields(e.getBindingResult()));
    }

    @ExceptionHandler
    ProblemDetail invalid(HandlerMethodValidationException e) {
        List<Field> fields = new ArrayList<>();
        e.getParameterValidationResults().forEach(result -> {
            String parameter = String.valueOf(result.getMethodParameter().getParameterName());
            result.getResolvableErrors()
                    .forEach(error -> fields.add(new Field(parameter, String.valueOf(error.getDefaultMessage()))));
        });
        return badRequest(fields);
    }

    @ExceptionHandler
    ProblemDetail unreadable(HttpMessageNotReadableException e) {
        Optional<TooLarge> tooLarge = TooLarge.behind(e);
        if (tooLarge.isPresent()) {
            return Problems.of(
                    HttpStatus.PAYLOAD_TOO_LARGE, String.valueOf(tooLarge.get().getMessage()));
        }
        if (e.getCause() instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            return badRequest(List.of(new Field(path(mapping), "has no value that is understood here")));
        }
        return Problems.of(HttpStatus.BAD_REQUEST, "The body cannot be read.");
    }

    @ExceptionHandler
    ProblemDetail mismatch(TypeMismatchException e) {
        String name = e instanceof MethodArgumentTypeMismatchException argument
                ? argument.getName()
                : String.valueOf(e.getPropertyName());
        return badRequest(List.of(new Field(name, "has no value that is understood here")));
    }

    @ExceptionHandler
    ProblemDetail missing(ServletRequestBindingException e) {
        return Problems.of(e.getStatusCode(), String.valueOf(e.getBody().getDetail()));
    }

    /** What another attempt may get past: two writers met, or the database is away. */
    @ExceptionHandler({
        TransientDataAccessException.class,
        DataAccessResourceFailureException.class,
        CannotCreateTransactionException.class,
        TransactionSystemException.class
    })
    ResponseEntity<ProblemDetail> unavailable(RuntimeException e) {
        log.warn("A request could not be served now: {}", e.getClass().getSimpleName(), e);
        return tryAgain();
    }

    static ResponseEntity<ProblemDetail> tryAgain() {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "5")
                .body(Problems.of(HttpStatus.SERVICE_UNAVAILABLE, Problems.TRY_AGAIN));
    }

    /** Handed on to the web server, which closes the connection: what has arrived must not look like the whole file. */
    @ExceptionHandler
    void brokenOff(Download.BrokenOff e) throws Download.BrokenOff {
        if (DisconnectedClientHelper.isClientDisconnectedException(e)) {
            log.info("Somebody broke a download off");
            return;
        }
        log.error("A download could not be finished", e);
        throw e;
    }

    /** Broad, since no exception of ours may end as a stack trace in front of a caller. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> unexpected(Exception e) {
        if (isUnstorable(e)) {
            return ResponseEntity.badRequest().body(badRequest(List.of()));
        }
        if (e instanceof ErrorResponse known) {
            return ResponseEntity.status(known.getStatusCode())
                    .headers(known.getHeaders())
                    .body(Problems.of(
                            known.getStatusCode(),
                            String.valueOf(known.getBody().getDetail())));
        }
        log.error("A request failed", e);
        return ResponseEntity.internalServerError()
                .body(Problems.of(
                        HttpStatus.INTERNAL_SERVER_ERROR, "This should not have happened. It has been logged."));
    }

    /** Whether somebody sent a character that no text of the database can hold, not even to look for it: NUL. */
    private static boolean isUnstorable(Exception e) {
        return e instanceof DataAccessException access
                && access.getMostSpecificCause() instanceof SQLException cause
                && NOT_IN_REPERTOIRE.equals(cause.getSQLState());
    }

    private static ProblemDetail badRequest(List<Field> fields) {
        return Problems.of(HttpStatus.BAD_REQUEST, "The request is not in the form that is expected here.", fields);
    }

    private static List<Field> fields(BindingResult result) {
        List<Field> fields = new ArrayList<>();
        result.getFieldErrors()
                .forEach(e -> fields.add(new Field(e.getField(), String.valueOf(e.getDefaultMessage()))));
        result.getGlobalErrors().forEach(e -> fields.add(new Field("", String.valueOf(e.getDefaultMessage()))));
        return fields;
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    private static String message(RuntimeException e) {
        return String.valueOf(e.getMessage());
    }
}
