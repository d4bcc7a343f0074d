package dev.guestward.invitation.process;

import dev.guestward.invitation.ApprovalSettings;
import dev.guestward.platform.engine.ProcessBean;

/** Tells the model how long an approval may take, as ISO-8601 durations. */
@ProcessBean("approvalDeadlines")
public class ApprovalDeadlines {
    private final ApprovalSettings settings;

    ApprovalDeadlines(ApprovalSettings settings) {
        this.settings = settings;
    }

    public String getReminderAfter() {
        return settings.approvalReminderAfter().toString();
    }

    public String getDueAfter() {
        return settings.approvalDueAfter().toString();
    }

    public String getClosedAfter() {
        return settings.approvalClosedAfter().toString();
    }
}
