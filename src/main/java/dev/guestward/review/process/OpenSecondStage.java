package dev.guestward.review.process;

import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.review.CampaignCourse;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Everybody has answered: the next guests who were kept are shown to the second stage, if there is one. */
@ProcessBean("openSecondStage")
public class OpenSecondStage implements JavaDelegate {
    private final CampaignCourse course;

    OpenSecondStage(CampaignCourse course) {
        this.course = course;
    }

    @Override
    public void execute(DelegateExecution execution) {
        UUID campaign = ReviewModel.key(execution);
        execution.setVariable(CampaignModel.OPENED, course.openSecond(campaign));
        execution.setVariable(CampaignModel.ASKING, course.isAsking(campaign));
    }
}
