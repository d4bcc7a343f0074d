package dev.guestward.platform.webapp;

import static dev.guestward.platform.HttpSession.ENGINE;
import static dev.guestward.platform.HttpSession.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.platform.HttpSession;
import dev.guestward.platform.PlatformTest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What people get through the door to. The cures are {@link WebappDoor} with {@link AllowedCalls}, {@link CallBody} and
 * {@link WritableVariables}, and the rules of {@link WebappChain}; without them the engine answers these calls with 200
 * or 204 or, for what does not exist, with 404 of its own.
 */
class WebappDoorTest extends PlatformTest {
    private static final String NESTED = "{\"orQueries\":[{\"assigneeExpression\":\"%s\"}]}";

    // ---- CVE-2026-109432, the outer wall

    @ParameterizedTest
    @ValueSource(strings = {"/task", "/task/count"})
    void aSponsorDoesNotPostQueries(String path) {
        assertThat(sessionOf(SeedPeople.AMARA)
                        .post(ENGINE + path, NESTED.formatted("${currentUser()}"))
                        .statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"orQueries\":[{\"assigneeExpression\":\"${currentUser()}\"}]}",
                "{\"assigneeExpression\":\"${currentUser()}\"}",
                "{\"orQueries\":[{\"orQueries\":[{\"dueAfterExpression\":\"${now()}\"}]}]}",
                "{\"orQueries\":[{\"dueafterEXPRESSION\":\"${now()}\"}]}",
                "{\"orQueries\":[{\"\\u0064ueAfterExpression\":\"${now()}\"}]}"
            })
    void aSponsorDoesNotExtendTheFilterByExpressions(String body) {
        HttpSession amara = sessionOf(SeedPeople.AMARA);
        String filter = json(amara.get(ENGINE + "/filter")).get(0).get("id").asText();

        assertThat(amara.post(ENGINE + "/filter/" + filter + "/list", body).statusCode())
                .isEqualTo(403);
        assertThat(amara.post(ENGINE + "/filter/" + filter + "/count", body).statusCode())
                .isEqualTo(403);
        assertThat(amara.post(ENGINE + "/filter/" + filter + "/list", "{\"nameLike\":\"%\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/task", "/task/count"})
    void anAdministratorsQueriesNameTheUserAndTheTimeOnly(String path) {
        HttpSession admin = sessionOf(SeedPeople.ADMIN);

        assertThat(admin.post(ENGINE + path, NESTED.formatted("${currentUser()}"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(admin.post(ENGINE + path, NESTED.formatted("${'x'.toString()}"))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aSponsorStoresNoFilter() {
        String filter = "{\"resourceType\":\"Task\",\"name\":\"x\",\"query\":{},\"properties\":{}}";

        assertThat(sessionOf(SeedPeople.AMARA)
                        .post(ENGINE + "/filter/create", filter)
                        .statusCode())
                .isEqualTo(403);
    }

    // ---- CVE-2026-77226

    @Test
    void nobodySetsUpAnAdministrator() {
        String path = "/camunda/api/admin/setup/default/user/create";
        String user = "{\"profile\":{\"id\":\"x\"},\"credentials\":{\"password\":\"x\"}}";

        assertThat(anonymous().post(path, user).statusCode()).isEqualTo(401);
        for (var person : SeedPeople.ALL) {
            HttpSession session = sessionOf(person);
            assertThat(session.post(path, user).statusCode()).isEqualTo(403);
            assertThat(session.post(path.replace("setup", "%73etup"), user).statusCode())
                    .isEqualTo(403);
        }
        assertThat(identities.createUserQuery().count()).isEqualTo(SeedPeople.ALL.size());
    }

    @Test
    void nobodySignsInPastOurSignIn() {
        HttpResponse<String> answer = sessionOf(SeedPeople.AMARA)
                .postForm(
                        "/camunda/api/admin/auth/user/default/login/cockpit",
                        Map.of("username", "admin", "password", "admin"));

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    // ---- plugins

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/camunda/api/tasklist/plugin/probe/count",
                "/camunda/api/tasklist/plugin/probe/default/count",
                "/camunda/api/cockpit/plugin/base/default/process-definition/count",
                "/camunda/api/tasklist/plugin/probe/static/app/plugin.js",
                "/camunda/app/tasklist/default/",
                "/camunda/app/tasklist/scripts/config.js",
                "/camunda/lib/deps.js",
                "/camunda/api/engine/engine/",
                "/camunda"
            })
    void nobodyUnknownReachesAnything(String path) {
        boolean api = path.startsWith("/camunda/api");

        assertThat(anonymous().get(path).statusCode()).isEqualTo(api ? 401 : 302);
    }

    @Test
    void aPluginAddressWithoutAnEngineIsClosed() {
        for (var person : SeedPeople.ALL) {
            assertThat(sessionOf(person)
                            .get("/camunda/api/tasklist/plugin/probe/count")
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    // ---- the list

    @ParameterizedTest
    @CsvSource({
        "GET,/camunda/app/cockpit/default/",
        "GET,/camunda/app/admin/default/",
        "GET,/camunda/app/welcome/default/",
        "GET,/camunda/api/cockpit/plugin/base/default/process-definition/count",
        "GET,/camunda/api/admin/plugin/adminPlugins/default/x",
        "GET,{engine}/process-instance",
        "POST,{engine}/process-instance",
        "GET,{engine}/history/variable-instance",
        "GET,{engine}/history/task",
        "GET,{engine}/variable-instance",
        "GET,{engine}/user",
        "GET,{engine}/user/count",
        "GET,{engine}/group",
        "GET,{engine}/authorization",
        "GET,{engine}/job",
        "GET,{engine}/external-task",
        "POST,{engine}/external-task/fetchAndLock",
        "POST,{engine}/message",
        "POST,{engine}/signal",
        "GET,{engine}/metrics",
        "GET,{engine}/deployment",
        "POST,{engine}/deployment/create",
        "GET,{engine}/version",
        "GET,{engine}/schema/log",
        "POST,{engine}/task/create",
        "POST,{engine}/task/{task}/complete",
        "POST,{engine}/task/{task}/resolve",
        "POST,{engine}/task/{task}/assignee",
        "POST,{engine}/task/{task}/delegate",
        "POST,{engine}/task/{task}/unclaim",
        "POST,{engine}/task/{task}/bpmnError",
        "POST,{engine}/task/{task}/bpmnEscalation",
        "POST,{engine}/task/{task}/identity-links",
        "PUT,{engine}/task/{task}/variables/assignee",
        "PUT,{engine}/task/{task}/localVariables/x",
        "POST,{engine}/task/{task}/comment/create",
        "DELETE,{engine}/task/{task}",
        "HEAD,{engine}/task",
        "TRACE,{engine}/task",
        "POST,{engine}/process-definition/key/platform-probe/start",
        "GET,{engine}/process-definition/key/platform-probe/xml"
    })
    void aSponsorReachesNothingOutsideTheList(String method, String path) {
        Task task = taskOf(SeedPeople.AMARA);
        HttpSession amara = sessionOf(SeedPeople.AMARA);

        HttpResponse<String> answer = amara.send(
                method,
                path.replace("{engine}", ENGINE).replace("{task}", task.getId()),
                method.startsWith("P") ? "{}" : null);

        assertThat(answer.statusCode()).isIn(400, 403, 405);
        assertThat(answer.body()).doesNotContain("org.camunda", "Exception");
        assertThat(tasks.createTaskQuery().taskId(task.getId()).singleResult().getAssignee())
                .isEqualTo(SeedPeople.AMARA.id().value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/camunda/api/engine/engine/default/user/",
                "/camunda/api/engine/engine/default/user/count;a=b",
                "/camunda/api/engine/engine/default;x=y/user",
                "/camunda/api/engine/engine/default/%75ser",
                "/camunda/api/engine/engine/default/task/..%2fuser",
                "/camunda/api/engine/engine/default/task/%2e%2e/user",
                "/camunda/api/engine/engine/default//user",
                "/camunda/api/engine/engine/default/task/x%00/form",
                "/camunda/api/engine/engine/default/user%09",
                "/camunda/api/engine/engine/default/USER",
                "/camunda/api/./engine/engine/default/user",
                "/camunda/api/engine/engine/default/user.json",
                "/camunda/api/cockpit/../engine/engine/default/user"
            })
    void waysOfWritingAnAddressDoNotMatter(String path) {
        assertThat(sessionOf(SeedPeople.AMARA).get(path).statusCode()).isIn(400, 403, 404);
    }

    @Test
    void aSponsorSeesNoOtherPersonsAndNoOthersTasks() {
        Task others = taskOf(SeedPeople.BEN);
        HttpSession amara = sessionOf(SeedPeople.AMARA);
        String profile = ENGINE + "/user/%s/profile";

        assertThat(amara.get(profile.formatted(SeedPeople.AMARA.id())).statusCode())
                .isEqualTo(200);
        assertThat(amara.get(profile.formatted(SeedPeople.BEN.id())).statusCode())
                .isEqualTo(404);
        assertThat(amara.get(ENGINE + "/task").body()).isEqualTo("[]");
        for (String part : new String[] {"", "/form", "/form-variables", "/comment"}) {
            assertThat(amara.get(ENGINE + "/task/" + others.getId() + part).body())
                    .doesNotContain(SeedPeople.BEN.id().value());
        }
    }

    @Test
    void anAdministratorReachesCockpit() {
        HttpSession admin = sessionOf(SeedPeople.ADMIN);

        assertThat(admin.get("/camunda/app/cockpit/default/").statusCode()).isEqualTo(200);
        assertThat(admin.get(ENGINE + "/process-definition/count").statusCode()).isEqualTo(200);
        assertThat(admin.get(ENGINE + "/user").body()).contains("Ortiz");
    }

    // ---- what a form writes

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"variables\":{\"assignee\":{\"value\":\"me\"}}}",
                "{\"variables\":{\"answer\":{\"value\":\"yes\"},\"group\":{\"value\":\"sponsor\"}}}",
                "{\"variables\":{\"shown\":{\"value\":\"changed\"}}}",
                "{\"variables\":{\"invented\":{\"value\":1}}}",
                "{\"variables\":{\"answer\":{\"type\":\"Object\",\"value\":\"rO0AB\",\"valueInfo\":{\"serializationDataFormat\":"
                        + "\"application/x-java-serialized-object\",\"objectTypeName\":\"java.util.HashMap\"}}}}",
                "{\"variables\":{\"answer\":{\"value\":\"a\"}},\"variables\":{\"group\":{\"value\":\"b\"}}}"
            })
    void controlDataIsNotOverwrittenByCompletingATask(String body) {
        Task task = start(SeedPeople.AMARA.id().value(), "owner", Map.of("shown", "as it was"));

        HttpResponse<String> answer =
                sessionOf(SeedPeople.AMARA).post(ENGINE + "/task/" + task.getId() + "/submit-form", body);

        assertThat(answer.statusCode()).isIn(400, 403);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(runtime.getVariables(task.getExecutionId()))
                .containsOnlyKeys("assignee", "group", "shown")
                .containsEntry("group", "owner")
                .containsEntry("shown", "as it was");
    }

    @Test
    void whatTheFormOffersIsWritten() {
        Task task = taskOf(SeedPeople.AMARA);
        String body = "{\"variables\":{\"answer\":{\"value\":\"yes\",\"type\":\"String\"},\"note\":{\"value\":\"n\"},"
                + "\"shown\":{\"value\":\"\",\"type\":\"String\"}}}";

        assertThat(sessionOf(SeedPeople.AMARA)
                        .post(ENGINE + "/task/" + task.getId() + "/submit-form", body)
                        .statusCode())
                .isEqualTo(204);

        assertThat(tasks.createTaskQuery().taskId(task.getId()).count()).isZero();
    }

    @Test
    void aTaskOfThePoolIsTakenBeforeItIsAnswered() {
        Task task = taskFor("sponsor");
        HttpSession amara = sessionOf(SeedPeople.AMARA);
        HttpSession ben = sessionOf(SeedPeople.BEN);
        String path = ENGINE + "/task/" + task.getId();

        assertThat(amara.post(path + "/submit-form", "{}").statusCode()).isEqualTo(403);
        assertThat(amara.post(path + "/claim", "{\"userId\":\"" + SeedPeople.BEN.id() + "\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(amara.post(path + "/claim", "{\"userId\":\"" + SeedPeople.AMARA.id() + "\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(ben.post(path + "/submit-form", "{}").statusCode()).isEqualTo(403);
        assertThat(amara.post(path + "/submit-form", "{}").statusCode()).isEqualTo(204);
    }

    @Test
    void aBodyThatIsTooLongOrNoJsonIsRefused() {
        Task task = taskOf(SeedPeople.AMARA);
        HttpSession amara = sessionOf(SeedPeople.AMARA);
        String path = ENGINE + "/task/" + task.getId() + "/submit-form";

        assertThat(amara.post(path, "{").statusCode()).isEqualTo(400);
        assertThat(amara.post(path, "[".repeat(10_000)).statusCode()).isEqualTo(400);
        assertThat(amara.post(path, "{\"x\":\"" + "x".repeat(CallBody.LARGEST) + "\"}")
                        .statusCode())
                .isEqualTo(413);
    }
}
