package dev.guestward.review.process;

/** Names shared with {@code bpmn/review/access-review-campaign.bpmn}. */
final class CampaignModel {
    static final String PROCESS = "access-review-campaign";
    static final String ANSWERED = "guestward.campaign-answered";
    static final String STOPPED = "guestward.campaign-stopped";
    static final String OPENED = "allOpened";
    static final String ASKING = "asking";
    static final String ENDED = "allEnded";

    private CampaignModel() {}
}
