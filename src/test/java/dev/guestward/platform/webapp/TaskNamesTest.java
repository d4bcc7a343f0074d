package dev.guestward.platform.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.junit.jupiter.api.Test;

/** Tasklist shows the names of the models; its script knows them in German. */
class TaskNamesTest {
    private static final Path SCRIPT =
            Path.of("src/main/resources/META-INF/resources/webjars/camunda/app/tasklist/scripts/guestward.js");

    @Test
    void everyTaskThatAPersonSeesHasAGermanName() throws IOException {
        String script = Files.readString(SCRIPT);

        assertThat(names())
                .isNotEmpty()
                .allSatisfy(name ->
                        assertThat(script).as("GERMAN_TASKS in guestward.js").contains("'" + name + "':"));
    }

    private static List<String> names() throws IOException {
        try (Stream<Path> models = Files.walk(Path.of("bpmn"))) {
            return models.filter(model -> model.toString().endsWith(".bpmn"))
                    .flatMap(model ->
                            Bpmn.readModelFromFile(model.toFile()).getModelElementsByType(UserTask.class).stream())
                    .map(UserTask::getName)
                    .distinct()
                    .toList();
        }
    }
}
