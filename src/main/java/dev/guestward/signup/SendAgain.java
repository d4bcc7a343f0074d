package dev.guestward.signup;

/** The form came too fast, too late or without its page: whoever wrote it may send it once more. Says nothing about any address. */
public class SendAgain extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SendAgain() {
        super("sign-up without an opened page");
    }
}
