package dev.guestward.simulatedtenant;

import java.util.Optional;

/** What an ordered fault does, and when. */
enum FaultMode {
    /** Answers an error, or cuts the connection, without doing anything. */
    BEFORE("before", Stage.BEFORE),
    /** Answers a page, as a proxy that wants somebody to sign in does, without doing anything. */
    HTML_BEFORE("htmlBefore", Stage.BEFORE),
    /** Reads answer as it was before. */
    STALE("stale", Stage.WHILE),
    /** An invitation is accepted and its user never appears. */
    PHANTOM("phantom", Stage.WHILE),
    /** Does it, and answers an error or cuts the connection. */
    AFTER("after", Stage.AFTER),
    /** Does it, and answers half of the JSON. */
    CUT_JSON("cutJson", Stage.AFTER),
    /** Does it, and answers a page. */
    HTML("html", Stage.AFTER),
    /** The answer, whichever it is, trickles. */
    DRIP("drip", Stage.DELIVERY),
    /** The answer, whichever it is, comes late. */
    DELAY("delay", Stage.DELIVERY);

    private final String json;
    private final Stage stage;

    FaultMode(String json, Stage stage) {
        this.json = json;
        this.stage = stage;
    }

    String json() {
        return json;
    }

    Stage stage() {
        return stage;
    }

    static Optional<FaultMode> named(String text) {
        for (var mode : values()) {
            if (mode.json.equals(text)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }

    /** Whether it can happen to such a request at all. A delta query would lose a change for ever, so it is never stale. */
    boolean concerns(String method, String path) {
        return switch (this) {
            case STALE -> method.equals("GET") && !path.contains("/delta");
            case PHANTOM -> method.equals("POST") && path.equals("/invitations");
            default -> true;
        };
    }

    /** The points in the life of a request at which faults strike; at each of them one at the most. */
    enum Stage {
        BEFORE,
        WHILE,
        AFTER,
        DELIVERY
    }
}
