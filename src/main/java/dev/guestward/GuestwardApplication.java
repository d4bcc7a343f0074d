package dev.guestward;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Guestward. Every external address and credential is a setting; see {@code docs/operation.md}. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class GuestwardApplication {
    public static void main(String[] args) {
        SpringApplication.run(GuestwardApplication.class, args);
    }
}
