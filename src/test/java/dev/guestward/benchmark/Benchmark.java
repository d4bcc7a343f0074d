package dev.guestward.benchmark;

import dev.guestward.GuestwardTest;
import dev.guestward.directory.gateway.HurriedQuota;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/** Measures the whole product in real time. Runs with {@code -Pbenchmark} only; all of them share one context. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@GuestwardTest
@Tag("benchmark")
@TestPropertySource(
        properties = {
            "guestward.directory.gateway.collect=2s",
            // what is measured is the gateway, not what holds it back
            "guestward.brake.blocks.fewest=100000",
            "guestward.brake.blocks.most=100000",
            "guestward.brake.deletes.fewest=100000",
            "guestward.brake.deletes.most=100000",
            "guestward.brake.clinic.fewest=100000"
        })
@Import({HurriedQuota.class, CountedStatements.class, Loops.class, Surroundings.class})
@interface Benchmark {}
