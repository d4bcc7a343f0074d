package dev.guestward.review;

/**
 * What the table {@code review-recommendation} says about a guest.
 *
 * @param reason key of a text below {@code review.advice.}
 * @param lowRisk whether the guest may be kept together with others
 */
public record Advice(Kind kind, String reason, boolean lowRisk) {
    public enum Kind {
        KEEP,
        REMOVE,
        /** No recommendation: somebody has to look. */
        LOOK
    }
}
