package dev.guestward.review.process;

import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.review.ReviewCourse;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Writes to the reviewer that guests wait for a decision. */
@ProcessBean("tellReviewer")
public class TellReviewer implements JavaDelegate {
    private final ReviewCourse course;

    TellReviewer(ReviewCourse course) {
        this.course = course;
    }

    @Override
    public void execute(DelegateExecution execution) {
        course.tell(ReviewModel.key(execution));
    }
}
