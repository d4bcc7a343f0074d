package dev.guestward.adoption.process;

import dev.guestward.adoption.Adoptions;
import dev.guestward.platform.engine.ProcessBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Adopts those of a batch for whom clinic and sponsor are known. */
@ProcessBean("adoptByRule")
public class AdoptByRule implements JavaDelegate {
    private final Adoptions adoptions;

    AdoptByRule(Adoptions adoptions) {
        this.adoptions = adoptions;
    }

    @Override
    public void execute(DelegateExecution execution) {
        adoptions.byRule(AdoptionModel.batch(execution), AdoptionModel.ACTOR);
    }
}
