package dev.guestward.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.directory.ObjectId;
import dev.guestward.guest.NextActs.NextAct;
import dev.guestward.people.PersonId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.support.ResourceBundleMessageSource;

/** Nobody who opens a guest's page is left without an answer to what happens next. */
class NextActsTest {
    private static final Set<GuestState> OVER = Set.of(GuestState.DECLINED, GuestState.DELETED, GuestState.PURGED);
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);
    private static final Instant AT = Instant.parse("2027-03-31T00:00:00Z");

    private final ResourceBundleMessageSource texts = texts();

    static List<Guest> guests() {
        List<Guest> all = new ArrayList<>();
        for (GuestState state : GuestState.values()) {
            all.add(guest(state, null, null));
            all.add(guest(state, null, AT));
            if (!OVER.contains(state)) {
                for (Attention attention : Attention.values()) {
                    all.add(guest(state, attention, null));
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("guests")
    void everyStateAndAttentionHasAnAnswerInBothLanguages(Guest guest) {
        NextActs acts =
                new NextActs(texts, open -> Optional.empty(), waiting -> List.of(), leaving -> Optional.empty());

        for (Locale language : LANGUAGES) {
            NextAct next = acts.of(guest, language);
            if (OVER.contains(guest.state())) {
                assertThat(next).isNull();
                assertThat(texts.getMessage("guest.next.nothing." + guest.state(), null, language))
                        .isNotBlank();
            } else {
                assertSaysEverything(next);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(InvitationSteps.Kind.class)
    void everyStepOfAnOpenInvitationIsToldWithItsDay(InvitationSteps.Kind kind) {
        NextActs acts = new NextActs(
                texts,
                open -> Optional.of(new InvitationSteps.Step(kind, AT)),
                waiting -> List.of(),
                leaving -> Optional.empty());

        for (Locale language : LANGUAGES) {
            NextAct next = acts.of(guest(GuestState.INVITED, null, null), language);
            assertSaysEverything(next);
            assertThat(next).extracting(NextAct::at).isEqualTo(AT);
        }
    }

    @ParameterizedTest
    @EnumSource(ApprovalSteps.Kind.class)
    void whatHappensWithoutAnOwnersDecisionIsToldInBothLanguages(ApprovalSteps.Kind kind) {
        NextActs acts = new NextActs(
                texts,
                open -> Optional.empty(),
                waiting -> List.of(new ApprovalSteps.Step(kind, AT)),
                leaving -> Optional.empty());

        for (Locale language : LANGUAGES) {
            NextAct next = acts.of(guest(GuestState.REQUESTED, Attention.WAITS_FOR_OWNER, null), language);
            assertSaysEverything(next);
            assertThat(next).extracting(NextAct::at).isEqualTo(kind == ApprovalSteps.Kind.CLOSE ? AT : null);
            assertThat(Objects.requireNonNull(next).otherwise()).singleElement().satisfies(later -> {
                assertThat(later.act()).isNotBlank();
                assertThat(later.at()).isEqualTo(AT);
            });
        }
    }

    @ParameterizedTest
    @EnumSource(LeavingSteps.Kind.class)
    void eachStepOfARemovalIsToldWithItsTimeInBothLanguages(LeavingSteps.Kind kind) {
        NextActs acts = new NextActs(
                texts,
                open -> Optional.empty(),
                waiting -> List.of(),
                leaving -> Optional.of(new LeavingSteps.Step(kind, AT)));

        for (Locale language : LANGUAGES) {
            NextAct next = acts.of(guest(GuestState.BLOCKED, null, null), language);
            assertSaysEverything(next);
            assertThat(next).extracting(NextAct::at).isEqualTo(AT);
        }
    }

    @Test
    void somebodyWhoIsNeededComesBeforeTheUsualCourse() {
        NextActs acts = new NextActs(
                texts,
                open -> Optional.of(new InvitationSteps.Step(InvitationSteps.Kind.REMIND, AT)),
                waiting -> List.of(),
                leaving -> Optional.empty());

        assertThat(acts.of(guest(GuestState.INVITED, Attention.MAIL_BOUNCED, null), Locale.ENGLISH))
                .extracting(NextAct::act)
                .isEqualTo("Somebody corrects the mail address");
    }

    @Test
    void aRemovalThatWasOnlyReportedChangesNothingOfTheUsualCourse() {
        NextActs acts =
                new NextActs(texts, open -> Optional.empty(), waiting -> List.of(), leaving -> Optional.empty());

        for (GuestState state : List.of(GuestState.ACTIVE, GuestState.BLOCKED)) {
            assertThat(acts.of(guest(state, Attention.ONLY_REPORTED, null), Locale.ENGLISH))
                    .isEqualTo(acts.of(guest(state, null, null), Locale.ENGLISH));
        }
    }

    private static void assertSaysEverything(@Nullable NextAct next) {
        assertThat(next).isNotNull().satisfies(act -> {
            assertThat(act.act()).isNotBlank();
            assertThat(act.rule()).isNotBlank();
            assertThat(act.stoppableBy()).isNotBlank();
        });
    }

    private static ResourceBundleMessageSource texts() {
        ResourceBundleMessageSource source = new ResourceBundleMessageSource();
        source.setBasename("messages");
        source.setDefaultEncoding("UTF-8");
        source.setFallbackToSystemLocale(false);
        return source;
    }

    private static Guest guest(GuestState state, @Nullable Attention attention, @Nullable Instant redeemedAt) {
        PersonId sponsor = new PersonId("00000000-0000-0000-0000-000000000001");
        return new Guest(
                GuestId.random(),
                "maya@clinic.example",
                "Dr Maya Okafor",
                UUID.randomUUID(),
                sponsor,
                sponsor,
                "Shared care",
                null,
                "en",
                AT,
                state,
                AT,
                AT,
                new ObjectId("00000000-0000-0000-0000-000000000002"),
                redeemedAt,
                null,
                attention,
                List.of(),
                1);
    }
}
