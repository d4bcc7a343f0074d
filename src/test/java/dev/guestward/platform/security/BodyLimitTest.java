package dev.guestward.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.platform.HttpSession;
import dev.guestward.platform.PlatformTest;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Nobody can send more than the product can hold, whoever they are and wherever they send it. */
class BodyLimitTest extends PlatformTest {
    private static final int TOO_MUCH = 2 * 1024 * 1024;
    private static final Set<String> FILES = Set.of("/api/invitations/bulk", "/invitations/bulk");

    @Autowired
    Map<String, RequestMappingInfoHandlerMapping> mappings;

    @Autowired
    ServletWebServerApplicationContext application;

    @Autowired
    List<LargeBody> larger;

    private record Call(String method, String path, boolean readsBody) {}

    @Test
    void noAddressTakesMoreThanAMegabyte() {
        byte[] body = new byte[TOO_MUCH];
        List<Call> calls = calls();
        calls.add(new Call("POST", "/login", false));
        calls.add(new Call("POST", HttpSession.ENGINE + "/process-instance", false));
        calls.add(new Call("GET", "/api/guests", false));

        for (Call call : calls) {
            refused(call, anonymous().send(json(anonymous(), call, BodyPublishers.ofByteArray(body))));
        }
        assertThat(calls).hasSizeGreaterThan(60);
    }

    /** What is posted begins like everything that is read as JSON: with blanks, and does not say how many. */
    @Test
    void whoDoesNotSayHowMuchIsStoppedWhereItIsTooMuch() {
        byte[] body = new byte[TOO_MUCH];
        Arrays.fill(body, (byte) ' ');
        List<Call> calls = calls().stream().filter(Call::readsBody).toList();
        HttpSession admin = sessionOf(SeedPeople.ADMIN);
        admin.get("/");

        for (Call call : calls) {
            if (call.path().startsWith("/api/")) {
                refused(
                        call,
                        anonymous()
                                .send(json(
                                                anonymous(),
                                                call,
                                                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                                        .header("Authorization", basic())
                                        .header("Idempotency-Key", "too-large")));
            }
        }
        assertThat(calls).hasSizeGreaterThan(30);
        refused(
                new Call("POST", HttpSession.ENGINE + "/process-instance", true),
                admin.send(json(
                                admin,
                                new Call("POST", HttpSession.ENGINE + "/process-instance", true),
                                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                        .header("X-XSRF-TOKEN", String.valueOf(admin.cookie("XSRF-TOKEN")))));
    }

    @Test
    void theLastByteThatIsTakenIsTaken() {
        byte[] body = new byte[(int) BodyLimit.LARGEST.toBytes()];
        Arrays.fill(body, (byte) ' ');
        Call call = new Call("POST", "/api/invitations", true);

        for (BodyPublisher publisher : List.of(
                BodyPublishers.ofByteArray(body), BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))) {
            assertThat(anonymous()
                            .send(json(anonymous(), call, publisher).header("Authorization", basic()))
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    /** Whoever is answered before having sent everything was not read first. */
    @Test
    void aFormWithFilesOfAnybodyIsRefusedBeforeItIsRead() throws IOException {
        for (String path : List.of("/login", "/sign-up", "/logout", "/invitations", "/invitations/bulk/x/discard")) {
            assertThat(answerToHalfAForm(path)).as(path).contains(" 415");
        }
        assertThat(answerToHalfAForm("/invitations/bulk")).contains(" 302");
        assertThat(answerToHalfAForm("/api/invitations/bulk")).contains(" 401");
        assertThat(spooled()).isEmpty();
    }

    @Test
    void filesMayBeLargerWhereFilesArePosted() {
        assertThat(larger).extracting(LargeBody::path).containsExactlyInAnyOrderElementsOf(FILES);

        HttpResponse<String> answer = anonymous()
                .send(anonymous()
                        .request("/api/invitations/bulk")
                        .header("Authorization", basic())
                        .header("Content-Type", "text/csv")
                        .POST(BodyPublishers.ofByteArray(new byte[TOO_MUCH])));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
    }

    private static void refused(Call call, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(call + answer.body()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .as(call.toString())
                .startsWith("application/problem+json");
        assertThat(answer.body()).as(call.toString()).contains("1 MB at most");
    }

    private static HttpRequest.Builder json(HttpSession session, Call call, BodyPublisher body) {
        return session.request(call.path())
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .method(call.method(), body);
    }

    private static String basic() {
        return "Basic " + Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.UTF_8));
    }

    private List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        mappings.values()
                .forEach(mapping -> mapping.getHandlerMethods().forEach((info, method) -> {
                    for (String pattern : info.getPatternValues()) {
                        for (String name : methods(info)) {
                            if (!name.equals("POST") || !FILES.contains(pattern)) {
                                calls.add(new Call(
                                        name,
                                        pattern.replaceAll("\\{\\*?[^}]+}", "00000000-0000-4000-8000-000000000000")
                                                .replace("*", "x"),
                                        readsBody(method)));
                            }
                        }
                    }
                }));
        return calls;
    }

    private static Set<String> methods(RequestMappingInfo info) {
        Set<String> named = info.getMethodsCondition().getMethods().stream()
                .filter(method -> method != RequestMethod.GET)
                .map(RequestMethod::name)
                .collect(Collectors.toSet());
        return info.getMethodsCondition().isEmpty() ? Set.of("POST") : named;
    }

    private static boolean readsBody(HandlerMethod method) {
        return Stream.of(method.getMethodParameters())
                .anyMatch(parameter -> parameter.hasParameterAnnotation(RequestBody.class));
    }

    private String answerToHalfAForm(String path) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(4_000); // the container itself gives up after five seconds
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + path
                            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n"
                            + "Content-Length: 10000000\r\n\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; "
                            + "filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n" + "x".repeat(300_000))
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(16), StandardCharsets.UTF_8);
        }
    }

    /** What the container has put on the disk of forms. */
    private List<Path> spooled() throws IOException {
        Object folder = application.getServletContext().getAttribute("jakarta.servlet.context.tempdir");
        try (Stream<Path> files = Files.walk(((File) folder).toPath())) {
            return files.filter(file -> file.getFileName().toString().startsWith("upload_"))
                    .toList();
        }
    }
}
