package dev.guestward.invitation.process;

import dev.guestward.people.Role;
import dev.guestward.platform.engine.StartRight;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets those who may ask for guests find the form for it in Tasklist. */
@Configuration
class RequestsFromTasklist {
    private static final String PROCESS = "request-guest";

    @Bean
    StartRight requestGuest() {
        return new StartRight(PROCESS, Set.of(Role.SPONSOR, Role.OWNER));
    }
}
