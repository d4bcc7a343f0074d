package dev.guestward.platform.engine;

import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.cfg.auth.DefaultAuthorizationProvider;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationManager;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Who has a right on a task: the present assignee and the present candidates. The engine by itself only ever adds
 * rights, so that a former assignee could still complete a task that was given to somebody else.
 */
class TaskRights extends DefaultAuthorizationProvider {
    private static final AuthorizationEntity[] NONE = {};

    @Override
    public AuthorizationEntity[] newTaskAssignee(Task task, @Nullable String former, @Nullable String present) {
        if (former != null && !former.equals(present)) {
            takeFromUser(task, former);
        }
        return orNone(super.newTaskAssignee(task, former, present));
    }

    /** The engine makes the one who delegates the owner; here that gives no right. */
    @Override
    public AuthorizationEntity[] newTaskOwner(Task task, @Nullable String former, @Nullable String present) {
        if (former != null && !former.equals(task.getAssignee())) {
            takeFromUser(task, former);
        }
        return NONE;
    }

    @Override
    public AuthorizationEntity[] deleteTaskUserIdentityLink(Task task, String user, String type) {
        if (!user.equals(task.getAssignee())) {
            takeFromUser(task, user);
        }
        return NONE;
    }

    @Override
    public AuthorizationEntity[] deleteTaskGroupIdentityLink(Task task, String group, String type) {
        AuthorizationManager authorizations = getAuthorizationManager();
        authorizations.deleteAuthorizationsByResourceIdAndGroupId(Resources.TASK, task.getId(), group);
        authorizations.deleteAuthorizationsByResourceIdAndGroupId(Resources.HISTORIC_TASK, task.getId(), group);
        return NONE;
    }

    /** The engine stores no users here. */
    @Override
    public AuthorizationEntity[] newUser(User user) {
        return NONE;
    }

    private void takeFromUser(Task task, String user) {
        AuthorizationManager authorizations = getAuthorizationManager();
        authorizations.deleteAuthorizationsByResourceIdAndUserId(Resources.TASK, task.getId(), user);
        authorizations.deleteAuthorizationsByResourceIdAndUserId(Resources.HISTORIC_TASK, task.getId(), user);
    }

    private static AuthorizationEntity[] orNone(AuthorizationEntity @Nullable [] authorizations) {
        return authorizations == null ? NONE : authorizations;
    }
}
