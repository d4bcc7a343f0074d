package dev.guestward.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.request;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** A file is whole, or does not look as if it were. */
class DownloadTest {
    private static final int MORE_THAN_A_BUFFER = 100_000;

    private final MockMvc mvc = MockMvcBuilders.standaloneSetup(new Files())
            .setControllerAdvice(new RestProblems())
            .build();

    @Test
    void aFileIsWrittenByTheRequestsOwnThread() throws Exception {
        MockHttpServletResponse answer = mvc.perform(get("/files/whole"))
                .andExpect(request().asyncNotStarted())
                .andReturn()
                .getResponse();

        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(answer.getContentType()).isEqualTo("application/zip");
        assertThat(answer.getHeader("Content-Disposition")).contains("attachment", "\"evidence.zip\"");
        assertThat(answer.getContentAsByteArray()).hasSize(MORE_THAN_A_BUFFER);
    }

    @Test
    void whatGoesWrongBeforeAnythingHasLeftIsSaid() throws Exception {
        MockHttpServletResponse answer =
                mvc.perform(get("/files/early")).andReturn().getResponse();

        assertThat(answer.getStatus()).isEqualTo(500);
        assertThat(answer.getContentType()).isEqualTo("application/problem+json");
        assertThat(answer.getHeader("Content-Disposition")).isNull();
        assertThat(answer.getContentAsString()).startsWith("{").contains("This should not have happened");
    }

    @Test
    void whatGoesWrongMidwayIsLeftToTheWebServerWhichCutsTheLine() {
        assertThatThrownBy(() -> mvc.perform(get("/files/late"))).hasStackTraceContaining("the database is away");
    }

    @RestController
    static class Files {
        @GetMapping("/files/{kind}")
        void file(@PathVariable String kind, HttpServletResponse response) throws IOException {
            Download.send(response, "application/zip", "evidence.zip", out -> {
                out.write(new byte[kind.equals("early") ? 10 : MORE_THAN_A_BUFFER]);
                if (!kind.equals("whole")) {
                    throw new IllegalStateException("the database is away");
                }
            });
        }
    }
}
