package dev.guestward;

import dev.guestward.embedded.EmbeddedServices;
import dev.guestward.embedded.EmbeddedTenant;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;

/**
 * A test on the whole product with a real database, engine, broker and web server. All such tests share one context:
 * there can be one engine of a name in a virtual machine, so nothing here may be varied by a test class. Fleet jobs, the
 * engine's jobs, the directory's worker and gateway, the mail relay and the worker for files are off; tests run them by hand, mostly through {@link Pump}.
 * The directory is the simulated tenant, reached through the real SDK.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT,
        properties = {
            "guestward.schedule.enabled=false",
            "guestward.directory.check-at-start=false",
            "guestward.directory.worker.enabled=false",
            "guestward.directory.gateway.enabled=false",
            "guestward.directory.gateway.collect=0s",
            "guestward.mail.enabled=false",
            "guestward.bulk.enabled=false",
            // whatever is left of many tests
            "guestward.bulk.most-unconfirmed=500",
            "guestward.events.enabled=false",
            "guestward.sign-up.worker-enabled=false",
            "guestward.embedded.free-ports=true",
            // open every day, so that times count in whole days
            "guestward.hospital.weekend=",
            "camunda.bpm.job-execution.enabled=false"
        })
@AutoConfigureObservability(tracing = false)
@ContextConfiguration(initializers = {EmbeddedServices.class, EmbeddedTenant.class})
@Import(Pump.class)
@ActiveProfiles("embedded")
public @interface GuestwardTest {}
