package dev.guestward.review.process;

import dev.guestward.people.PersonId;
import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.review.Review;
import dev.guestward.review.ReviewCourse;
import java.util.Date;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** Answers the questions of {@code sponsor-review} from our tables. */
@ProcessBean("reviewRoute")
public class ReviewRoute {
    private final ReviewCourse course;

    ReviewRoute(ReviewCourse course) {
        this.course = course;
    }

    public String reviewer(DelegateExecution execution) {
        return review(execution).reviewer().value();
    }

    /** Who may decide in the reviewer's place when the task begins; later ones are added to it. */
    public Set<String> delegates(DelegateExecution execution) {
        return course.delegates(ReviewModel.key(execution)).stream()
                .map(PersonId::value)
                .collect(Collectors.toSet());
    }

    public Date due(DelegateExecution execution) {
        return Date.from(review(execution).dueAt());
    }

    public Date halfTime(DelegateExecution execution) {
        return Date.from(ReviewCourse.halfTime(review(execution)));
    }

    public Date twoDaysBefore(DelegateExecution execution) {
        return Date.from(ReviewCourse.twoDaysBefore(review(execution)));
    }

    public Date halfDayBefore(DelegateExecution execution) {
        return Date.from(ReviewCourse.halfDayBefore(review(execution)));
    }

    private Review review(DelegateExecution execution) {
        return course.review(ReviewModel.key(execution));
    }
}
