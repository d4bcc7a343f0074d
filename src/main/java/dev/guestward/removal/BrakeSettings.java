package dev.guestward.removal;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The first values of the caps; once the product has started, those in the database count, and raising one takes two
 * people. Each allows, within any 24 hours, the share of the guests, but never fewer than the first number nor more than
 * the second.
 *
 * @param deletes deletions, of all guests
 * @param blocks blocks that nobody could foresee, of all guests
 * @param clinic the same two, of one clinic's guests
 */
@ConfigurationProperties("guestward.brake")
public record BrakeSettings(
        @DefaultValue Deletes deletes,
        @DefaultValue Blocks blocks,
        @DefaultValue PerClinic clinic) {
    static final int HIGHEST = 100_000;

    public record Deletes(
            @DefaultValue("5") int fewest,
            @DefaultValue("500") int most,
            @DefaultValue("2") int percent) {
        public Deletes {
            check("deletes", fewest, most, percent);
        }
    }

    public record Blocks(
            @DefaultValue("10") int fewest,
            @DefaultValue("200") int most,
            @DefaultValue("10") int percent) {
        public Blocks {
            check("blocks", fewest, most, percent);
        }
    }

    public record PerClinic(
            @DefaultValue("5") int fewest,
            @DefaultValue("100000") int most,
            @DefaultValue("50") int percent) {
        public PerClinic {
            check("clinic", fewest, most, percent);
        }
    }

    private static void check(String name, int fewest, int most, int percent) {
        if (fewest < 0 || most < fewest || most > HIGHEST) {
            throw new IllegalArgumentException("guestward.brake." + name + " needs 0 <= fewest <= most <= " + HIGHEST);
        }
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("guestward.brake." + name + ".percent must be between 0 and 100");
        }
    }
}
