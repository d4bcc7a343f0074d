package dev.guestward.clinic;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Somebody at a clinic to talk to.
 *
 * @param role what they are there, in the clinic's words; may be empty
 */
public record Contact(
        @NotBlank String name,
        @NotBlank String mail,
        @DefaultValue("") String role) {
    @Override
    public String toString() {
        return "Contact[…]";
    }
}
