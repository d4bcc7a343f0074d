package dev.guestward.directory;

/** The directory does not let us see sign-ins: licence or permission. Asking again will not help until somebody acts. */
public class NoEvidence extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    public NoEvidence(String code) {
        super("The directory shows no sign-in activity: " + code);
        this.code = code;
    }

    /** What the directory answered, for example {@code Authentication_RequestFromNonPremiumTenantOrB2CTenant}. */
    public String code() {
        return code;
    }
}
