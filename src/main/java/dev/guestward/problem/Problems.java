package dev.guestward.problem;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** Builds the bodies of RFC 9457, all of one shape. */
public final class Problems {
    /** Said for everything that is over by itself in a moment. */
    static final String TRY_AGAIN = "Something this needs is busy or away. Try again in a moment.";

    private Problems() {}

    public static ProblemDetail of(HttpStatusCode status, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        HttpStatus known = HttpStatus.resolve(status.value());
        problem.setTitle(known == null ? "Error" : known.getReasonPhrase());
        return problem;
    }

    static ProblemDetail of(HttpStatusCode status, String detail, List<InvalidInput.Field> errors) {
        ProblemDetail problem = of(status, detail);
        problem.setProperty("errors", errors);
        return problem;
    }
}
