package dev.guestward.review.process;

import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.review.ReviewCourse;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Writes to a reviewer who has not decided on everybody. */
@ProcessBean("remindReviewer")
public class RemindReviewer implements JavaDelegate {
    private final ReviewCourse course;

    RemindReviewer(ReviewCourse course) {
        this.course = course;
    }

    @Override
    public void execute(DelegateExecution execution) {
        course.remind(ReviewModel.key(execution));
    }
}
