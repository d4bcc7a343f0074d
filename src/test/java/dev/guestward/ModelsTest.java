package dev.guestward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.ScriptTask;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.InputExpression;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every model keeps to. */
class ModelsTest {
    private static final Path MODELS = Path.of("bpmn");
    private static final Path LINTER = Path.of("src/test/bpmnlint");

    static List<Path> models() throws IOException {
        return files(".bpmn");
    }

    static List<Path> tables() throws IOException {
        return files(".dmn");
    }

    private static List<Path> files(String type) throws IOException {
        try (Stream<Path> files = Files.walk(MODELS)) {
            return files.filter(file -> file.toString().endsWith(type)).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aModelIsNamedLikeItsProcessDrawnAndCleanedUpOneDay(Path file) {
        BpmnModelInstance model = Bpmn.readModelFromFile(file.toFile());
        Bpmn.validateModel(model);
        Process process = model.getModelElementsByType(Process.class).iterator().next();

        assertThat(file.getFileName()).hasToString(process.getId() + ".bpmn");
        assertThat(process.getCamundaHistoryTimeToLiveString()).isNotBlank();
        List<String> drawn = model.getModelElementsByType(BpmnShape.class).stream()
                .map(shape -> shape.getBpmnElement().getId())
                .toList();
        assertThat(model.getModelElementsByType(org.camunda.bpm.model.bpmn.instance.FlowNode.class))
                .allSatisfy(node -> assertThat(drawn).contains(node.getId()));
    }

    @ParameterizedTest
    @MethodSource("models")
    void aModelNamesNoClassAndRunsNoScript(Path file) throws IOException {
        BpmnModelInstance model = Bpmn.readModelFromFile(file.toFile());

        assertThat(Files.readString(file)).doesNotContain("camunda:class=").doesNotContain("camunda:script");
        assertThat(model.getModelElementsByType(ScriptTask.class)).isEmpty();
        assertThat(model.getModelElementsByType(FlowElement.class))
                .allSatisfy(element -> assertThat(element.getId())
                        .as("ids are given by people, not by a modeler")
                        .doesNotMatch("(Activity|Gateway|Event|Flow)_[0-9a-z]{7}"));
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyUserTaskHasAnAnswerableGroupADueDateAndAFollowUp(Path file) {
        assertThat(Bpmn.readModelFromFile(file.toFile()).getModelElementsByType(UserTask.class))
                .allSatisfy(task -> {
                    assertThat(task.getCamundaDueDate()).isNotBlank();
                    assertThat(task.getCamundaFollowUpDate()).isNotBlank();
                    assertThat(task.getCamundaCandidateGroups() + task.getCamundaAssignee())
                            .isNotBlank();
                });
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aTableIsNamedLikeItsDecisionDrawnAndCleanedUpOneDay(Path file) throws IOException {
        DmnModelInstance model = Dmn.readModelFromFile(file.toFile());
        Dmn.validateModel(model);

        assertThat(model.getModelElementsByType(Decision.class)).singleElement().satisfies(decision -> {
            assertThat(file.getFileName()).hasToString(decision.getId() + ".dmn");
            assertThat(decision.getCamundaHistoryTimeToLiveString()).isNotBlank();
            assertThat(Files.readString(file))
                    .contains("https://www.omg.org/spec/DMN/20191111/MODEL/")
                    .containsPattern("<dmndi:DMNShape [^>]*dmnElementRef=\"" + decision.getId() + "\"");
        });
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyRowSaysInWordsWhatItIsForAndTheLastOneFitsEverything(Path file) {
        List<Rule> rules = List.copyOf(Dmn.readModelFromFile(file.toFile()).getModelElementsByType(Rule.class));

        assertThat(rules)
                .isNotEmpty()
                .allSatisfy(rule ->
                        assertThat(rule.getDescription().getTextContent()).isNotBlank());
        assertThat(rules.get(rules.size() - 1).getInputEntries())
                .allSatisfy(entry ->
                        assertThat(entry.getText().getTextContent().strip()).isEmpty());
    }

    /** The decision language that could do more is not on the class path. */
    @ParameterizedTest
    @MethodSource("tables")
    void aTableKnowsTextsNumbersAndYesOrNoOnlyAndRunsNoScript(Path file) throws IOException {
        DmnModelInstance model = Dmn.readModelFromFile(file.toFile());

        assertThat(model.getModelElementsByType(InputExpression.class))
                .allSatisfy(input -> assertThat(input.getTypeRef()).isIn("string", "integer", "boolean"));
        assertThat(Files.readString(file)).doesNotContain("expressionLanguage");
    }

    @Test
    void modelsPassTheLinter() throws Exception {
        if (!runs(List.of("npm", "--version"), Path.of("."))) {
            String missing = "npm is not installed: the models are NOT linted in this run";
            if (System.getenv("CI") != null) {
                fail(missing);
            }
            System.err.println(missing);
            Assumptions.abort(missing);
        }
        Path work = Files.createDirectories(Path.of("target/bpmnlint"));
        for (String name : List.of("package.json", "package-lock.json", ".bpmnlintrc")) {
            Files.copy(LINTER.resolve(name), work.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(runs(List.of("npm", "ci", "--no-audit", "--no-fund", "--silent"), work))
                .as("installing the linter")
                .isTrue();
        List<String> lint = new ArrayList<>(List.of("npx", "--no-install", "bpmnlint", "--max-warnings", "0"));
        models().forEach(model -> lint.add(model.toAbsolutePath().toString()));
        assertThat(runs(lint, work)).as("see target/bpmnlint/output.txt").isTrue();
    }

    private static boolean runs(List<String> command, Path folder) throws InterruptedException, IOException {
        Path output = Files.createDirectories(Path.of("target/bpmnlint")).resolve("output.txt");
        try {
            java.lang.Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return process.waitFor(5, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }
}
