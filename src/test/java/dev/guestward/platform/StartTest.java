package dev.guestward.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guestward.GuestwardTest;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.people.People;
import dev.guestward.people.Role;
import java.time.Clock;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@GuestwardTest
class StartTest {
    @Autowired
    People people;

    @Autowired
    Clock clock;

    @Autowired
    IdentityService identities;

    @Test
    void theEngineKnowsThePeople() {
        people.replaceAll(SeedPeople.ALL, clock.instant());

        assertThat(people.withRole(Role.SPONSOR)).hasSize(3);
        assertThat(people.named("AMARA.singh@northfield.example")).contains(SeedPeople.AMARA);
        assertThat(identities.createUserQuery().memberOfGroup("sponsor").count())
                .isEqualTo(3);
    }
}
