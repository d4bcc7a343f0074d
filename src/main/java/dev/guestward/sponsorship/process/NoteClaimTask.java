package dev.guestward.sponsorship.process;

import dev.guestward.platform.engine.ProcessBean;
import dev.guestward.sponsorship.Successions;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;

/** When "Take over guests" is created: by this task the guests are found whom it is about. */
@ProcessBean("noteClaimTask")
public class NoteClaimTask implements TaskListener {
    private final Successions successions;

    NoteClaimTask(Successions successions) {
        this.successions = successions;
    }

    @Override
    public void notify(DelegateTask task) {
        successions.asked(SuccessionModel.claim(task.getExecution()), task.getId());
    }
}
