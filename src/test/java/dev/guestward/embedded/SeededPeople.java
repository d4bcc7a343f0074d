package dev.guestward.embedded;

import dev.guestward.people.People;
import java.time.Clock;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/** Puts {@link SeedPeople} into the table where no directory does. */
public final class SeededPeople implements ApplicationListener<ApplicationStartedEvent> {
    @Override
    public void onApplicationEvent(ApplicationStartedEvent event) {
        seed(event.getApplicationContext());
    }

    public static void seed(ConfigurableApplicationContext context) {
        context.getBean(People.class)
                .replaceAll(SeedPeople.ALL, context.getBean(Clock.class).instant());
    }
}
