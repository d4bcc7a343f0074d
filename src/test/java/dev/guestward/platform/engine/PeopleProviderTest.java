package dev.guestward.platform.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.platform.PlatformTest;
import org.camunda.bpm.engine.identity.User;
import org.junit.jupiter.api.Test;

/** The engine's view of the people. Without the visibility in {@link PeopleProvider} a sponsor finds everybody. */
class PeopleProviderTest extends PlatformTest {
    @Test
    void aSponsorFindsNobodyElse() {
        as(SeedPeople.AMARA, () -> {
            assertThat(identities.createUserQuery().list())
                    .extracting(User::getId)
                    .containsExactly(SeedPeople.AMARA.id().value());
            assertThat(identities.createUserQuery().count()).isEqualTo(1);
            assertThat(identities.createUserQuery().userEmailLike("%ortiz%").count())
                    .isZero();
            assertThat(identities
                            .createUserQuery()
                            .userId(SeedPeople.BEN.id().value())
                            .singleResult())
                    .isNull();
            assertThat(identities
                            .createUserQuery()
                            .memberOfGroup("administrator")
                            .count())
                    .isZero();
            assertThat(identities.createGroupQuery().list())
                    .singleElement()
                    .satisfies(group -> assertThat(group.getId()).isEqualTo("sponsor"));
            assertThat(identities
                            .createGroupQuery()
                            .groupMember(SeedPeople.ADMIN.id().value())
                            .count())
                    .isZero();
        });
    }

    @Test
    void anAdministratorAndTheProductFindEverybody() {
        as(
                SeedPeople.ADMIN,
                () -> assertThat(identities
                                .createUserQuery()
                                .memberOfGroup("sponsor")
                                .userLastNameLike("%N")
                                .list())
                        .extracting(User::getLastName)
                        .containsExactly("Martin"));
        assertThat(identities.createUserQuery().count()).isEqualTo(SeedPeople.ALL.size());
        assertThat(identities.createUserQuery().listPage(3, 10)).hasSize(2);
    }

    @Test
    void usersCannotBeMadeOrSignedInThere() {
        assertThat(identities.isReadOnly()).isTrue();
        assertThatThrownBy(() -> identities.newUser("x")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(identities.checkPassword(SeedPeople.ADMIN.id().value(), "admin"))
                .isFalse();
    }
}
