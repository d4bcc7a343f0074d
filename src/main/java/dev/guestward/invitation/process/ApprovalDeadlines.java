package dev.guestward.invitation.process;

import dev.guestward.hospital.WorkingDays;
import dev.guestward.invitation.ApprovalSettings;
import dev.guestward.platform.engine.ProcessBean;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Tells the model how long an approval may take from now on, as ISO-8601 durations that end on working days. */
@ProcessBean("approvalDeadlines")
public class ApprovalDeadlines {
    private final ApprovalSettings settings;
    private final WorkingDays days;
    private final Clock clock;

    ApprovalDeadlines(ApprovalSettings settings, WorkingDays days, Clock clock) {
        this.settings = settings;
        this.days = days;
        this.clock = clock;
    }

    public String getReminderAfter() {
        return open(settings.approvalReminderAfter());
    }

    public String getDueAfter() {
        return open(settings.approvalDueAfter());
    }

    public String getClosedAfter() {
        return open(settings.approvalClosedAfter());
    }

    private String open(Duration after) {
        Instant now = clock.instant();
        return Duration.between(now, days.notClosed(now.plus(after))).toString();
    }
}
