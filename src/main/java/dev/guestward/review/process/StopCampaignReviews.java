package dev.guestward.review.process;

import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.review.CampaignCourse;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Takes back the next few questions of a campaign that was stopped. */
@ProcessBean("stopCampaignReviews")
public class StopCampaignReviews implements JavaDelegate {
    private final CampaignCourse course;

    StopCampaignReviews(CampaignCourse course) {
        this.course = course;
    }

    @Override
    public void execute(DelegateExecution execution) {
        execution.setVariable(CampaignModel.ENDED, course.stopSome(ReviewModel.key(execution)));
    }
}
