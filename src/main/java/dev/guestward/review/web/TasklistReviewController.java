package dev.guestward.review.web;

import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import dev.guestward.review.ReviewSubjects;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Tells the form in Tasklist which review its task is about. */
@Hidden
@RestController
class TasklistReviewController {
    private final ReviewSubjects subjects;

    TasklistReviewController(ReviewSubjects subjects) {
        this.subjects = subjects;
    }

    /** @param csrfHeader name of the header that must bring {@code csrfToken} along */
    record Subject(UUID review, String csrfHeader, String csrfToken) {
        @Override
        public String toString() {
            return "Subject[" + review + "]";
        }
    }

    @GetMapping(path = "/tasklist-data/tasks/{taskId}/review", produces = "application/json")
    ResponseEntity<Subject> subject(@PathVariable String taskId, Viewer viewer, CsrfToken csrf) {
        UUID review = subjects.reviewOf(taskId, viewer.id())
                .orElseThrow(() -> new NotFound("There is nothing here, or it is not one of yours."));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Subject(review, csrf.getHeaderName(), csrf.getToken()));
    }
}
