package dev.guestward.platform;

import dev.guestward.GuestwardApplication;
import dev.guestward.schedule.FleetJob;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The product with a fleet job that notes when and where it ran. */
@Configuration
@Profile("ticking")
class TickingNode {
    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(GuestwardApplication.class, TickingNode.class);
        application.setAdditionalProfiles("ticking");
        application.run(args);
    }

    @Bean
    FleetJob ticking(JdbcClient jdbc, @Value("${tick.every}") Duration every, @Value("${tick.node}") String node) {
        return new FleetJob() {
            @Override
            public String name() {
                return "ticking";
            }

            @Override
            public Duration every() {
                return every;
            }

            @Override
            public void run() {
                jdbc.sql("insert into tick (node) values (:node)")
                        .param("node", node)
                        .update();
                throw new IllegalStateException("a failing run keeps nothing from the next");
            }
        };
    }
}
