package dev.guestward.removal.process;

import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.gateway.EffectListener;
import dev.guestward.removal.Removal;
import dev.guestward.removal.RemovalKeys;
import dev.guestward.removal.Removals;
import org.springframework.stereotype.Component;

/** Records blocks and deletions with the directory's confirmation, whether a workflow or the sweep wished for them. */
final class RemovalEffects {
    private RemovalEffects() {}

    @Component
    static class Blocks implements EffectListener {
        private final Removals removals;
        private final CamundaRemovalWorkflow workflow;

        Blocks(Removals removals, CamundaRemovalWorkflow workflow) {
            this.removals = removals;
            this.workflow = workflow;
        }

        @Override
        public Effect.Kind kind() {
            return Effect.Kind.BLOCK;
        }

        @Override
        public void confirmed(Effect effect) {
            RemovalKeys.removal(effect.key())
                    .map(removals::get)
                    .filter(Removal::isOpen)
                    .ifPresent(removal -> {
                        if (removal.blockedAt() == null) {
                            removals.blocked(removal, RemovalModel.ACTOR);
                            workflow.invitationOver(removal.guest());
                        } else {
                            removals.blockedAgain(removal);
                        }
                    });
        }

        @Override
        public void refused(Effect effect, String code) {
            RemovalKeys.removal(effect.key())
                    .map(removals::get)
                    .filter(removal -> removal.isOpen() && removal.blockedAt() != null)
                    .ifPresent(removal -> removals.notBlockedAgain(removal, code, RemovalModel.ACTOR));
        }
    }

    @Component
    static class Deletions implements EffectListener {
        private final Removals removals;

        Deletions(Removals removals) {
            this.removals = removals;
        }

        @Override
        public Effect.Kind kind() {
            return Effect.Kind.DELETE;
        }

        @Override
        public void confirmed(Effect effect) {
            RemovalKeys.removal(effect.key())
                    .map(removals::get)
                    .filter(removal -> removal.isOpen())
                    .ifPresent(removal -> removals.deleted(removal, RemovalModel.ACTOR));
        }
    }
}
