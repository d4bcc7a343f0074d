package dev.guestward.platform.engine;

import dev.guestward.people.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Settings that nobody is meant to change, and those of {@link EngineTuning}. The starter's generic properties cannot
 * carry them: binding reads all of the engine's getters, and one of them names a class of the excluded FEEL engine.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class EngineSettings extends AbstractProcessEnginePlugin {
    private final ConfigurableListableBeanFactory beans;
    private final PeopleProviderFactory people;
    private final EngineTuning tuning;

    EngineSettings(ConfigurableListableBeanFactory beans, PeopleProviderFactory people, EngineTuning tuning) {
        this.beans = beans;
        this.people = people;
        this.tuning = tuning;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
        setRights(engine);
        setExpressions(engine);
        setWork(engine);
        setHistory(engine);
    }

    private void setRights(ProcessEngineConfigurationImpl engine) {
        engine.setIdentityProviderSessionFactory(people);
        engine.setAdminGroups(new ArrayList<>(List.of(Role.ADMINISTRATOR.groupId())));
        engine.setResourceAuthorizationProvider(new TaskRights());
        // who has a task may complete it, and not hand it on or change it
        engine.setDefaultUserPermissionNameForTask("TASK_WORK");
        // otherwise any task shows every variable of its instance through the history, also after its end
        engine.setEnableHistoricInstancePermissions(false);
        engine.setWebappsAuthenticationLoggingEnabled(true);
    }

    private void setExpressions(ProcessEngineConfigurationImpl engine) {
        engine.setExpressionManager(new Expressions(beans));
        // otherwise scripts would see every bean
        engine.setBeans(new HashMap<>());
        engine.setEnableExpressionsInAdhocQueries(false);
        // the shared filters name the current user
        engine.setEnableExpressionsInStoredQueries(true);

        // the other decision language comes with a published hole and is not on the class path
        engine.setDmnFeelEnableLegacyBehavior(true);
        engine.setCmmnEnabled(false);
        engine.setEnableScriptEngineLoadExternalResources(false);
        engine.setEnableFetchScriptEngineFromProcessApplication(false);
        engine.setEnableXxeProcessing(false);

        engine.setJavaSerializationFormatEnabled(false);
        engine.setDeserializationTypeValidationEnabled(true);
        engine.setDeserializationAllowedClasses("");
        engine.setDeserializationAllowedPackages("");
    }

    private void setWork(ProcessEngineConfigurationImpl engine) {
        // together with the index on due dates: many timers far ahead must not slow down what is due
        engine.setEnsureJobDueDateNotNull(true);
        engine.setJobExecutorAcquireByDueDate(true);
        engine.setFailedJobRetryTimeCycle(tuning.retries());
        // an error that no model catches would otherwise end its instance silently
        engine.setEnableExceptionsAfterUnhandledBpmnError(true);
    }

    private void setHistory(ProcessEngineConfigurationImpl engine) {
        engine.setEnforceHistoryTimeToLive(true);
        engine.setHistoryTimeToLive(tuning.historyKept().toString());
        engine.setHistoryCleanupBatchWindowStartTime(tuning.historyCleanup().from());
        engine.setHistoryCleanupBatchWindowEndTime(tuning.historyCleanup().until());
        engine.setRestrictUserOperationLogToAuthenticatedUsers(true);
    }
}
