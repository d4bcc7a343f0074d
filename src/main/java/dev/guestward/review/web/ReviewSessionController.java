package dev.guestward.review.web;

import dev.guestward.people.Viewer;
import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells a list that has been open for long who is signed in by now, and what this session wants to be sent along. */
@Hidden
@RestController
class ReviewSessionController {
    /** @param csrfHeader name of the header that must bring {@code csrfToken} along */
    record Session(String person, String csrfHeader, String csrfToken) {
        @Override
        public String toString() {
            return "Session[" + person + "]";
        }
    }

    @GetMapping(path = "/review-data/session", produces = "application/json")
    ResponseEntity<Session> session(Viewer viewer, CsrfToken csrf) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Session(viewer.id().value(), csrf.getHeaderName(), csrf.getToken()));
    }
}
