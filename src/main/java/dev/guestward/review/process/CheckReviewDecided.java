package dev.guestward.review.process;

import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.review.ReviewCourse;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;

/** When "Decide on access" is completed: only once every guest has been decided on, whoever presses the button. */
@ProcessBean("checkReviewDecided")
public class CheckReviewDecided implements TaskListener {
    private final ReviewCourse course;

    CheckReviewDecided(ReviewCourse course) {
        this.course = course;
    }

    @Override
    public void notify(DelegateTask task) {
        course.checkDecided(ReviewModel.key(task.getExecution()));
    }
}
