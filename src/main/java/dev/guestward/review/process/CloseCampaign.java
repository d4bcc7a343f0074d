package dev.guestward.review.process;

import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.review.CampaignCourse;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Everybody of a campaign has an outcome. */
@ProcessBean("closeCampaign")
public class CloseCampaign implements JavaDelegate {
    private final CampaignCourse course;

    CloseCampaign(CampaignCourse course) {
        this.course = course;
    }

    @Override
    public void execute(DelegateExecution execution) {
        course.close(ReviewModel.key(execution));
    }
}
