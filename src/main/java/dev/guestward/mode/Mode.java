package dev.guestward.mode;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How the product runs. */
public interface Mode {

    /**
     * Whether it only reports: everything runs, subscriptions are kept alive, but nothing else is written to the tenant
     * and no mail goes to a guest. Nothing is made up for when it is switched off.
     */
    boolean reportsOnly();

    /** The same of one workflow. What belongs to none does what the product does. */
    default boolean reportsOnly(@Nullable Workflow workflow) {
        return reportsOnly();
    }

    /** Whether anything at all only reports. */
    default boolean reportsAnything() {
        return reportsOnly() || Arrays.stream(Workflow.values()).anyMatch(this::reportsOnly);
    }
}
