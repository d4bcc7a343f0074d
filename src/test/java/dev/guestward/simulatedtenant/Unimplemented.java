package dev.guestward.simulatedtenant;

/** The simulated tenant was asked for something it does not do yet; it says so instead of pretending. */
final class Unimplemented extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unimplemented(String what) {
        super("The simulated tenant does not implement " + what + " yet.", null, false, false);
    }
}
