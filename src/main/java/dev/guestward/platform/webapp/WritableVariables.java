package dev.guestward.platform.webapp;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.ExtensionElements;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaConstraint;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaFormData;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaFormField;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which variables a form may write, as its model says: the form's own fields that are not read-only, and the names in
 * the extension property {@code guestward:writable}, by commas. The engine itself lets whoever completes a task write
 * any variable of the whole instance.
 */
@Component
class WritableVariables {
    private static final String PROPERTY = "guestward:writable";

    private final TaskService tasks;
    private final RepositoryService repository;

    WritableVariables(TaskService tasks, RepositoryService repository) {
        this.tasks = tasks;
        this.repository = repository;
    }

    /**
     * @param writable what may be sent
     * @param shown what the form only shows; Tasklist sends such a field along when it is empty
     */
    record Fields(Set<String> writable, Set<String> shown) {
        Fields() {
            this(new LinkedHashSet<>(), new LinkedHashSet<>());
        }
    }

    /** @param assignee null while nobody has claimed it */
    record FormOf(@Nullable String assignee, Fields fields) {}

    /** @return empty if there is no such task */
    Optional<FormOf> task(String id) {
        Task task = tasks.createTaskQuery().taskId(id).singleResult();
        if (task == null) {
            return Optional.empty();
        }
        Fields fields = new Fields();
        if (task.getProcessDefinitionId() != null) {
            collect(
                    repository
                            .getBpmnModelInstance(task.getProcessDefinitionId())
                            .getModelElementById(task.getTaskDefinitionKey()),
                    fields);
        }
        return Optional.of(new FormOf(task.getAssignee(), fields));
    }

    /** @return empty if there is no such definition */
    Optional<Fields> start(String definitionId) {
        if (repository
                        .createProcessDefinitionQuery()
                        .processDefinitionId(definitionId)
                        .count()
                == 0) {
            return Optional.empty();
        }
        Fields fields = new Fields();
        for (StartEvent start :
                repository.getBpmnModelInstance(definitionId).getModelElementsByType(StartEvent.class)) {
            if (!(start.getParentElement() instanceof SubProcess)) {
                collect(start, fields);
            }
        }
        return Optional.of(fields);
    }

    private static void collect(ModelElementInstance element, Fields into) {
        ExtensionElements extensions = element instanceof BaseElement base ? base.getExtensionElements() : null;
        if (extensions == null) {
            return;
        }
        for (ModelElementInstance extension : extensions.getElements()) {
            if (extension instanceof CamundaFormData form) {
                form.getCamundaFormFields()
                        .forEach(field ->
                                (isReadOnly(field) ? into.shown() : into.writable()).add(field.getCamundaId()));
            } else if (extension instanceof CamundaProperties properties) {
                properties.getCamundaProperties().stream()
                        .filter(property -> PROPERTY.equals(property.getCamundaName()))
                        .forEach(property -> into.writable().addAll(split(property.getCamundaValue())));
            }
        }
    }

    private static boolean isReadOnly(CamundaFormField field) {
        return field.getCamundaValidation() != null
                && field.getCamundaValidation().getCamundaConstraints().stream()
                        .map(CamundaConstraint::getCamundaName)
                        .anyMatch("readonly"::equals);
    }

    private static List<String> split(String names) {
        return Arrays.stream(names.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
