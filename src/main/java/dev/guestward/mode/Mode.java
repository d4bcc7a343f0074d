package dev.guestward.mode;

/** How the product runs. */
public interface Mode {

    /**
     * Whether it only reports: everything runs, subscriptions are kept alive, but nothing else is written to the tenant
     * and no mail goes to a guest. Nothing is made up for when it is switched off.
     */
    boolean reportsOnly();
}
