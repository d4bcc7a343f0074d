package dev.guestward.review;

import java.time.Duration;

/** Whether everybody is asked once more before silence counts. */
public interface SecondRound {
    boolean secondRound();

    /** How long whoever is asked first has then. */
    Duration secondRoundWithin();
}
