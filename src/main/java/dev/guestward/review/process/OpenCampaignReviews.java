package dev.guestward.review.process;

import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.review.CampaignCourse;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Asks the next few sponsors of a campaign. */
@ProcessBean("openCampaignReviews")
public class OpenCampaignReviews implements JavaDelegate {
    private final CampaignCourse course;

    OpenCampaignReviews(CampaignCourse course) {
        this.course = course;
    }

    @Override
    public void execute(DelegateExecution execution) {
        execution.setVariable(CampaignModel.OPENED, course.openSome(ReviewModel.key(execution)));
    }
}
