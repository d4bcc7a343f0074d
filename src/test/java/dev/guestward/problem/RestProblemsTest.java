package dev.guestward.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The one shape of everything that goes wrong in the API. */
class RestProblemsTest {
    private final MockMvc mvc = MockMvcBuilders.standaloneSetup(new Failing())
            .setControllerAdvice(new RestProblems())
            .build();

    @ParameterizedTest
    @CsvSource({
        "not-found,404,no such guest",
        "conflict,409,decided already",
        "denied,403,Your role does not allow this.",
        "lock,503,Something this needs",
        "database,503,Something this needs",
        "transaction,503,Something this needs",
        "bug,500,This should not have happened"
    })
    void everyProblemHasItsStatusAndASentence(String kind, int status, String sentence) throws Exception {
        MockHttpServletResponse answer = ask(get("/fail/" + kind));

        assertThat(answer.getStatus()).isEqualTo(status);
        assertThat(answer.getContentType()).isEqualTo("application/problem+json");
        assertThat(body(answer).path("detail").asText()).startsWith(sentence);
        assertThat(answer.getContentAsString()).doesNotContain("Exception", "java.", "secret", "at ");
        assertThat(answer.containsHeader("Retry-After")).isEqualTo(status == 503);
    }

    @Test
    void whatCannotBeAcceptedNamesEachField() throws Exception {
        MockHttpServletResponse answer = ask(get("/fail/invalid"));

        assertThat(answer.getStatus()).isEqualTo(422);
        assertThat(body(answer).path("errors").toString())
                .isEqualTo(
                        "[{\"field\":\"sponsor\",\"message\":\"is disabled\"},{\"field\":\"grants[1]\",\"message\":\"is"
                                + " unknown\"}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\" \",\"until\":\"2026-01-01\"} | name",
                "{\"name\":\"a\",\"until\":\"2026-13-01\"} | until",
                "{\"name\":\"a\",\"until\":{}} | until",
                "{\"name\":\"a\",\"inner\":{\"text\":\"too long\"}} | inner.text",
                "{\"name\":\"a\",\"list\":[\"2026-01-01\",\"x\"]} | list[1]"
            })
    void aBodyOfTheWrongFormNamesTheField(String json, String field) throws Exception {
        MockHttpServletResponse answer =
                ask(post("/fail").contentType(MediaType.APPLICATION_JSON).content(json));

        assertThat(answer.getStatus()).isEqualTo(400);
        assertThat(body(answer).path("errors").path(0).path("field").asText()).isEqualTo(field);
        assertThat(answer.getContentAsString()).doesNotContain("java.", "LocalDate");
    }

    @ParameterizedTest
    @CsvSource({"{,400", "[],400", "'',400", "\"x\",400", "null,400"})
    void aBodyThatIsNoObjectIsABadRequest(String json, int status) throws Exception {
        assertThat(ask(post("/fail").contentType(MediaType.APPLICATION_JSON).content(json))
                        .getStatus())
                .isEqualTo(status);
    }

    @Test
    void parametersAreNamedToo() throws Exception {
        MockHttpServletResponse answer = ask(get("/page").param("size", "many"));

        assertThat(answer.getStatus()).isEqualTo(400);
        assertThat(body(answer).path("errors").path(0).path("field").asText()).isEqualTo("size");
        assertThat(ask(get("/page")).getStatus()).isEqualTo(400);
        assertThat(ask(get("/page").param("size", "1").accept(MediaType.APPLICATION_PDF))
                        .getStatus())
                .isEqualTo(406);
    }

    private MockHttpServletResponse ask(MockHttpServletRequestBuilder request) throws Exception {
        return mvc.perform(request).andReturn().getResponse();
    }

    private static JsonNode body(MockHttpServletResponse answer) throws Exception {
        return new ObjectMapper().readTree(answer.getContentAsByteArray());
    }

    record Inner(@Nullable @Size(max = 3) String text) {}

    record Body(
            @NotBlank String name,
            @Nullable LocalDate until,
            @Nullable @Valid Inner inner,
            @Nullable List<LocalDate> list) {}

    @RestController
    static class Failing {
        @GetMapping("/fail/{kind}")
        String fail(@PathVariable String kind) {
            throw switch (kind) {
                case "not-found" -> new NotFound("no such guest");
                case "conflict" -> new Conflict("decided already");
                case "denied" -> new AccessDeniedException("secret");
                case "lock" -> new CannotAcquireLockException("secret");
                case "database" -> new DataAccessResourceFailureException("secret");
                case "transaction" -> new CannotCreateTransactionException("secret");
                case "invalid" ->
                    new InvalidInput(List.of(
                            new InvalidInput.Field("sponsor", "is disabled"),
                            new InvalidInput.Field("grants[1]", "is unknown")));
                default -> new IllegalStateException("secret");
            };
        }

        @PostMapping("/fail")
        String post(@RequestBody @Valid Body body) {
            return body.name();
        }

        @GetMapping("/page")
        List<Integer> page(@RequestParam int size) {
            return List.of(size);
        }
    }
}
