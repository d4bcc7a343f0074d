package dev.guestward.review.process;

import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.review.ReviewCourse;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** The deadline has passed: somebody else is asked, or silence has its consequence. */
@ProcessBean("passOnReview")
public class PassOnReview implements JavaDelegate {
    private final ReviewCourse course;

    PassOnReview(ReviewCourse course) {
        this.course = course;
    }

    @Override
    public void execute(DelegateExecution execution) {
        execution.setVariable(ReviewModel.PASSED_ON, course.deadlinePassed(ReviewModel.key(execution)));
    }
}
