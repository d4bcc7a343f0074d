package dev.guestward.invitation.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.clinic.Clinics;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.invitation.InvitationPolicy.Case;
import dev.guestward.invitation.InvitationPolicy.Outcome;
import dev.guestward.invitation.InvitationPolicy.Verdict;
import dev.guestward.people.Person;
import dev.guestward.platform.SteppedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** Every row of {@code invitation-policy}, evaluated by the engine. */
@SpringJUnitConfig(InvitationSlice.class)
class InvitationPolicyTest {
    private static final Path TABLE = Path.of("bpmn/invitation/invitation-policy.dmn");

    @Autowired
    InvitationPolicyTable policy;

    @Autowired
    Clinics clinics;

    @Autowired
    ProcessEngine engine;

    @Autowired
    MessageSource texts;

    private final SteppedClock clock = SteppedClock.instance();

    @ParameterizedTest(name = "{0} at a clinic with approval={1}, {2} days, {3}: {4}")
    @CsvSource({
        "sponsor,       false, 1,   any,                automatic, usual",
        "sponsor,       false, 365, any,                automatic, usual",
        "sponsor,       false, 365, work-account,       automatic, usual",
        "sponsor,       false, 366, work-account,       refusal,   too-long",
        "sponsor,       false, 180, social-or-passcode, automatic, usual",
        "sponsor,       false, 181, social-or-passcode, approval,  identity",
        "sponsor,       true,  1,   work-account,       approval,  clinic",
        "sponsor,       true,  181, social-or-passcode, approval,  clinic",
        "sponsor,       true,  366, work-account,       refusal,   too-long",
        "administrator, false, 365, any,                automatic, usual",
        "administrator, true,  1,   any,                approval,  clinic",
        "administrator, false, 366, any,                refusal,   too-long",
        "owner,         true,  180, social-or-passcode, automatic, owner",
        "owner,         false, 180, any,                automatic, owner",
        "owner,         false, 181, any,                approval,  owner-long",
        "owner,         true,  365, work-account,       approval,  owner-long",
        "owner,         false, 366, any,                refusal,   too-long",
    })
    void aRowDecides(
            String requester, boolean ownerApproves, int days, String identityKind, String verdict, String reason) {
        Verdict answer = policy.answer(Map.of(
                "clinic",
                "harbour",
                "ownerApproves",
                ownerApproves,
                "domain",
                "harbour-clinic.example",
                "requester",
                requester,
                "grant",
                InvitationSlice.GRANT,
                "days",
                days,
                "identityKind",
                identityKind));

        assertThat(answer.outcome()).isEqualTo(Outcome.valueOf(verdict.toUpperCase(Locale.ROOT)));
        assertThat(answer.reason()).isEqualTo("policy.reason." + reason);
        assertThat(answer.field()).isEqualTo("refusal".equals(verdict) ? "accessUntil" : null);
    }

    @Test
    void everyReasonIsToldInBothLanguages() {
        var reasons = Dmn.readModelFromFile(TABLE.toFile()).getModelElementsByType(Rule.class).stream()
                .map(rule -> rule.getOutputEntries().stream()
                        .toList()
                        .get(1)
                        .getTextContent()
                        .strip())
                .map(quoted -> quoted.substring(1, quoted.length() - 1))
                .toList();

        assertThat(reasons).isNotEmpty().allSatisfy(reason -> {
            assertThat(texts.getMessage(reason, null, Locale.ENGLISH)).isNotBlank();
            assertThat(texts.getMessage(reason, null, Locale.GERMAN))
                    .isNotEqualTo(texts.getMessage(reason, null, Locale.ENGLISH));
        });
    }

    @Test
    void theRequesterIsTakenForWhatTheyAre() {
        assertThat(verdict(SeedPeople.AMARA, "lakeside", 90)).isEqualTo("policy.reason.clinic");
        assertThat(verdict(SeedPeople.ADMIN, "lakeside", 90)).isEqualTo("policy.reason.clinic");
        assertThat(verdict(SeedPeople.OWNER, "lakeside", 90)).isEqualTo("policy.reason.owner");
        assertThat(verdict(SeedPeople.person(999, "nobody", "Nobody Here"), "harbour", 90))
                .as("somebody no longer on record")
                .isEqualTo("policy.reason.usual");
    }

    @Test
    void theStrictestAnswerOfSeveralGrantsCountsAndAHoleInTheTableMeansApproval() throws IOException {
        RepositoryService repository = engine.getRepositoryService();
        String table = Files.readString(TABLE)
                .replaceFirst(
                        "(<inputEntry id=\"Usual_Grant\">\\s*)<text></text>",
                        "$1<text>\"" + InvitationSlice.GRANT + "\"</text>");
        String deployment = repository
                .createDeployment()
                .addString("bpmn/invitation/invitation-policy.dmn", table)
                .deploy()
                .getId();
        try {
            assertThat(policy.verdict(request(SeedPeople.AMARA, "harbour", 90, Set.of(InvitationSlice.GRANT)))
                            .outcome())
                    .isEqualTo(Outcome.AUTOMATIC);
            assertThat(policy.verdict(
                            request(SeedPeople.AMARA, "harbour", 90, Set.of("another", InvitationSlice.GRANT))))
                    .isEqualTo(InvitationPolicyTable.NO_ANSWER);
            assertThat(policy.verdict(
                                    request(SeedPeople.AMARA, "harbour", 366, Set.of("another", InvitationSlice.GRANT)))
                            .outcome())
                    .isEqualTo(Outcome.REFUSAL);
        } finally {
            repository.deleteDeployment(deployment, true);
        }
    }

    private String verdict(Person requester, String clinic, int days) {
        return policy.verdict(request(requester, clinic, days, Set.of(InvitationSlice.GRANT)))
                .reason();
    }

    private Case request(Person requester, String clinic, int days, Set<String> grants) {
        return new Case(
                clinics.byKey(clinic).orElseThrow().id(),
                "m.okafor@" + clinic + ".example",
                requester.id(),
                grants,
                clock.instant().plus(Duration.ofDays(days)));
    }
}
