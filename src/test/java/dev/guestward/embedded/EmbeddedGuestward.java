package dev.guestward.embedded;

import dev.guestward.GuestwardApplication;
import dev.guestward.people.StaffReading;
import java.net.URI;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationListener;

/** Starts the product with everything around it; what {@code ./mvnw spring-boot:test-run} runs. Ctrl-C ends it. */
public final class EmbeddedGuestward {
    private EmbeddedGuestward() {}

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(GuestwardApplication.class);
        application.setAdditionalProfiles("embedded");
        application.setDefaultProperties(Map.of("guestward.embedded.stop-with-context", "true"));
        application.addInitializers(new EmbeddedServices());
        application.addInitializers(new EmbeddedTenant());
        application.addListeners((ApplicationListener<ApplicationReadyEvent>) EmbeddedGuestward::announce);
        application.run(args);
    }

    private static void announce(ApplicationReadyEvent ready) {
        // nobody can sign in before the people are known, so the schedule is not waited for
        ready.getApplicationContext().getBean(StaffReading.class).run();
        URI tenant = EmbeddedTenant.tenant().httpUrl();
        int port = ready.getApplicationContext() instanceof ServletWebServerApplicationContext web
                ? web.getWebServer().getPort()
                : 8080;
        System.out.printf("""

                Guestward is ready.

                  Desk        http://localhost:%1$d/
                  Tasklist    http://localhost:%1$d/camunda/app/tasklist/
                  Cockpit     http://localhost:%1$d/camunda/app/cockpit/
                  API         http://localhost:%1$d/v3/api-docs

                  Hospital's tenant, simulated
                  Directory   %2$s/directory
                  Mailbox     %2$s/mailbox
                  Switches    %2$s/switches

                Sign in as  admin / admin              administrator
                              owner / owner              application owner
                              amara.singh / amara.singh  sponsor (also ben.ortiz, chloe.martin)

                Ctrl-C ends it; nothing is kept.
                %n""", port, tenant);
    }
}
