package dev.guestward.review;

import java.util.UUID;

/** The door to the workflow of a campaign. Everything happens in the caller's transaction. */
public interface CampaignWorkflow {
    void start(UUID campaign);

    /** Nobody is being asked any more: closes it. */
    void answered(UUID campaign);

    /** Takes back every question that is open. */
    void stop(UUID campaign);

    /** Whether it opens no further reviews for now. */
    void pause(UUID campaign, boolean paused);
}
