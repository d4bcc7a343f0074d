package dev.guestward.platform.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.platform.PlatformTest;
import javax.script.ScriptEngineManager;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * What expressions in models reach. The cures are {@link ProcessBeans} and {@link NoReflection} in {@link Expressions}: with
 * the engine's Spring manager every bean answers, and without the guard these give their class names.
 */
class ModelExpressionsTest extends PlatformTest {
    @Autowired
    RepositoryService repository;

    @Autowired
    ProcessEngine engine;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${execution.getClass().getName()}",
                "${execution['class'].name}",
                "${''.class.name}",
                "${''.getClass().forName('java.lang.Runtime').name}",
                "${probeBean.class.classLoader.name}"
            })
    void reflectionIsOutOfReach(String expression) {
        assertThatThrownBy(() -> run(expression)).rootCause().hasMessageContaining("have no access to");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${people.all().size()}", "${peopleTable.all().size()}", "${dataSource.poolName}"})
    void beansOfOthersAreOutOfReach(String expression) {
        assertThatThrownBy(() -> run(expression)).hasMessageContaining("Cannot resolve identifier");
    }

    @Test
    void processBeansAndVariablesAreWithinReach() {
        assertThat(run("${probeBean.twice(21)}")).isEqualTo(42L);
        assertThat(run("${execution.processInstanceId.length()}")).isInstanceOf(Integer.class);
    }

    @Test
    void juelIsTheOnlyScriptEngine() {
        assertThat(new ScriptEngineManager().getEngineFactories())
                .allSatisfy(factory -> assertThat(factory.getEngineName()).containsIgnoringCase("juel"));
    }

    @Test
    void theFeelEngineWithTheHoleIsNotOnTheClassPath() {
        assertThatThrownBy(() -> Class.forName("org.camunda.feel.FeelEngine"))
                .isInstanceOf(ClassNotFoundException.class);
        assertThatThrownBy(() -> Class.forName("org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngine"))
                .isInstanceOf(ClassNotFoundException.class);
        assertThat(configuration().isDmnFeelEnableLegacyBehavior()).isTrue();
        assertThat(configuration().isCmmnEnabled()).isFalse();
    }

    @Test
    void nothingIsReadFromSerializedJava() {
        assertThat(configuration().isJavaSerializationFormatEnabled()).isFalse();
        assertThat(configuration().isDeserializationTypeValidationEnabled()).isTrue();
    }

    private ProcessEngineConfigurationImpl configuration() {
        return (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    }

    /** The value of the expression in a service task. */
    private Object run(String expression) {
        String deployment = repository
                .createDeployment()
                .addModelInstance(
                        "expression.bpmn",
                        Bpmn.createExecutableProcess("expression")
                                .camundaHistoryTimeToLiveString("P1D")
                                .startEvent()
                                .serviceTask()
                                .camundaExpression(expression)
                                .camundaResultVariable("result")
                                .userTask()
                                .endEvent()
                                .done())
                .deploy()
                .getId();
        try {
            String instance = runtime.startProcessInstanceByKey("expression").getId();
            return runtime.getVariable(instance, "result");
        } finally {
            repository.deleteDeployment(deployment, true);
        }
    }
}
