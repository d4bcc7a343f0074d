package dev.guestward.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.guestward.directory.DirectoryAccess.Role;
import dev.guestward.directory.Need;
import dev.guestward.directory.graph.GraphSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** {@code bin/register-apps}, run by a shell, with a stand-in for the Azure CLI. */
class RegisterAppsTest {
    private static final Path SCRIPT = Path.of("bin/register-apps").toAbsolutePath();
    private static final Path AZ = Path.of("src/test/resources/fake-az/az");

    private Path dir = Path.of("");
    private Path certificate = Path.of("");

    /** How a run ended. */
    private record Run(int exit, String out, String err) {
        Map<String, String> settings() {
            return out.lines()
                    .map(line -> line.split("=", 2))
                    .collect(Collectors.toMap(line -> line[0], line -> line[1]));
        }
    }

    @BeforeEach
    void prepare(@TempDir Path empty) throws IOException {
        dir = empty;
        Path az = Files.copy(AZ, dir.resolve("az"));
        assertThat(az.toFile().setExecutable(true)).isTrue();
        Set<String> known = new TreeSet<>(Set.of("Mail.Send", "User.Read.Everything"));
        Stream.of(Need.values()).map(Need::permissions).forEach(known::addAll);
        Files.write(
                dir.resolve("roles"),
                known.stream().map(name -> name + "\tid-of-" + name).toList());
        Files.createFile(dir.resolve("applications"));
        certificate = Files.writeString(dir.resolve("guestward.pem"), """
                -----BEGIN CERTIFICATE-----
                public
                -----END CERTIFICATE-----
                -----BEGIN PRIVATE KEY-----
                private
                -----END PRIVATE KEY-----
                """);
    }

    @Test
    void oneApplicationAsksForWhatTheProductNeedsAndNothingElse() throws Exception {
        Run run = run("--beta", "--certificate", certificate.toString());

        assertThat(run.exit).as(run.err).isZero();
        assertThat(asked()).containsExactly(needed(EnumSet.allOf(Role.class), Set.of()));
        assertThat(calls())
                .contains("ad sp create --id app-1", "ad app permission admin-consent --id app-1")
                .as("asked again, since the application was too young")
                .filteredOn(call -> call.contains("admin-consent"))
                .hasSize(2);
        assertThat(run.settings())
                .containsEntry("GUESTWARD_GRAPH_TENANTID", "b7c0a1de-0f52-4d0e-9a57-6f2f5b6f1c10")
                .containsEntry("GUESTWARD_GRAPH_CLIENTID", "app-1")
                .containsEntry("GUESTWARD_GRAPH_CERTIFICATE", certificate.toString())
                .hasSize(3);
    }

    @Test
    void fourApplicationsAskForTheirRolesNeedsOnly() throws Exception {
        Run run = run("--split", "--beta", "--certificate", certificate.toString());

        assertThat(run.exit).as(run.err).isZero();
        assertThat(asked())
                .containsExactly(
                        needed(Set.of(Role.READER), Set.of()),
                        needed(Set.of(Role.INVITER), Set.of()),
                        needed(Set.of(Role.BLOCKER), Set.of()),
                        needed(Set.of(Role.REMOVER), Set.of()));
    }

    @Test
    void theSettingsOfFourApplicationsAreUnderstoodByTheProduct() throws Exception {
        Run run = run("--split", "--certificate", certificate.toString());

        GraphSettings settings = new Binder(ConfigurationPropertySources.from(
                        new SystemEnvironmentPropertySource("systemEnvironment", new HashMap<>(run.settings()))))
                .bind("guestward.graph", GraphSettings.class)
                .get();
        assertThat(Arrays.stream(Role.values())
                        .map(role -> Objects.requireNonNull(settings.roles().get(role))
                                .clientId()))
                .containsExactly("app-1", "app-2", "app-3", "app-4");
        assertThat(settings.certificate()).isEqualTo(certificate);
    }

    @ParameterizedTest
    @EnumSource(Need.class)
    void whatIsOptionalCanBeLeftOutAndNothingElse(Need need) throws Exception {
        Run run = run("--beta", "--without", need.name(), "--certificate", certificate.toString());

        if (need.isRequired()) {
            assertThat(run.exit).isNotZero();
            assertThat(run.err).contains(need.name());
            assertThat(calls()).isEmpty();
        } else {
            assertThat(asked()).containsExactly(needed(EnumSet.allOf(Role.class), Set.of(need)));
            assertThat(run.settings()).containsEntry("GUESTWARD_DIRECTORY_WITHOUT", need.name());
        }
    }

    @Test
    void severalAreLeftOutByTheirEverydayNames() throws Exception {
        Run run = run("--beta", "--without", "app-roles,sign-ins", "--certificate", certificate.toString());

        assertThat(run.settings())
                .containsEntry("GUESTWARD_DIRECTORY_WITHOUT", "GIVE_APP_ROLES,READ_SIGN_INS,TAKE_APP_ROLES");
    }

    @Test
    void whatOnlyTheBetaShowsIsLeftOutUnlessItIsWanted() throws Exception {
        Run run = run("--certificate", certificate.toString());

        assertThat(asked()).containsExactly(needed(EnumSet.allOf(Role.class), Set.of(Need.READ_DOMAIN_LISTS)));
        assertThat(run.settings()).containsEntry("GUESTWARD_DIRECTORY_WITHOUT", "READ_DOMAIN_LISTS");
    }

    @Test
    void thePrivateKeyStaysOnThisMachine() throws Exception {
        run("--certificate", certificate.toString());

        assertThat(Files.readString(dir.resolve("uploaded"))).contains("public").doesNotContain("private", "PRIVATE");
        assertThat(calls()).noneMatch(call -> call.contains("guestward.pem"));
    }

    @Test
    void aSecretIsShownOnlyToThoseWhoAskForOne() throws Exception {
        Run run = run("--secret");

        assertThat(run.settings()).containsEntry("GUESTWARD_GRAPH_CLIENTSECRET", "a-secret");
        assertThat(run.err).doesNotContain("a-secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--split"})
    void aDryRunChangesNothingAndSaysEverything(String split) throws Exception {
        Run run = run("--dry-run", split, "--certificate", certificate.toString());

        assertThat(run.exit).as(run.err).isZero();
        assertThat(calls()).allMatch(call -> call.startsWith("account show") || call.startsWith("ad sp show"));
        assertThat(run.err)
                .contains("User.EnableDisableAccount.All", "az ad app create", "az ad sp create", "admin-consent");
        assertThat(run.out).contains("GUESTWARD_GRAPH_TENANTID=");
    }

    @Test
    void anApplicationOfThatNameIsChangedOnlyWhenAsked() throws Exception {
        Files.writeString(dir.resolve("applications"), "app-of-old\n");

        Run refused = run("--certificate", certificate.toString());
        assertThat(refused.exit).isNotZero();
        assertThat(refused.err).contains("--update");
        assertThat(calls()).noneMatch(call -> call.contains("create") || call.contains("update"));

        Run updated = run("--update", "--certificate", certificate.toString());
        assertThat(updated.exit).as(updated.err).isZero();
        assertThat(calls()).anyMatch(call -> call.startsWith("ad app update --id app-of-old"));
        assertThat(updated.settings()).containsEntry("GUESTWARD_GRAPH_CLIENTID", "app-of-old");
    }

    @Test
    void aPermissionThatMicrosoftGraphDoesNotKnowStopsBeforeAnythingIsMade() throws Exception {
        Files.writeString(dir.resolve("roles"), "User.Read.All\tid-of-User.Read.All\n");

        Run run = run("--certificate", certificate.toString());

        assertThat(run.exit).isNotZero();
        assertThat(run.err).contains("no application permission");
        assertThat(calls()).noneMatch(call -> call.contains("create"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "--nonsense", "--secret --no-credential", "--certificate /nowhere.pem", "--certificate"})
    void whatIsNotUnderstoodStopsBeforeAnythingIsAsked(String arguments) throws Exception {
        assertThat(run(arguments.split(" ")).exit).isNotZero();
        assertThat(calls()).isEmpty();
    }

    private Run run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", SCRIPT.toString()));
        Arrays.stream(arguments).filter(argument -> !argument.isEmpty()).forEach(command::add);
        Path out = dir.resolve("out");
        Path err = dir.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("PATH", dir + ":" + System.getenv("PATH"));
        builder.environment().put("FAKE_AZ", dir.toString());
        builder.environment().put("GUESTWARD_PAUSE", "0");
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private List<String> calls() throws IOException {
        Path calls = dir.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    /** What each new application asks for. */
    private List<Set<String>> asked() throws IOException {
        List<Set<String>> asked = new ArrayList<>();
        for (String call : calls()) {
            if (call.startsWith("ad app create")) {
                String json =
                        call.replaceFirst(".*--required-resource-accesses ", "").replaceFirst(" --query.*", "");
                JsonNode access = new ObjectMapper().readTree(json).get(0);
                assertThat(access.path("resourceAppId").asText()).isEqualTo("00000003-0000-0000-c000-000000000000");
                assertThat(access.findValuesAsText("type")).containsOnly("Role");
                asked.add(access.findValuesAsText("id").stream()
                        .map(id -> id.replace("id-of-", ""))
                        .collect(Collectors.toCollection(TreeSet::new)));
            }
        }
        return asked;
    }

    private static Set<String> needed(Set<Role> roles, Set<Need> without) {
        return Arrays.stream(Need.values())
                .filter(need -> roles.contains(need.role()) && !without.contains(need))
                .flatMap(need -> need.permissions().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
