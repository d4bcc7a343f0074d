package dev.guestward.invitation;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long an owner may take to decide on a request, and who decides instead.
 *
 * @param deputies user names of those who are asked when no owner decides in time; the administrators if nobody is named
 * @param approvalReminderAfter when owners are reminded
 * @param approvalDueAfter when deputies are asked as well
 * @param approvalClosedAfter when a request on which nobody decided is declined
 */
@Validated
@ConfigurationProperties("guestward.invitation")
public record ApprovalSettings(
        @DefaultValue List<String> deputies,
        @DefaultValue("1d") Duration approvalReminderAfter,
        @DefaultValue("2d") Duration approvalDueAfter,
        @DefaultValue("14d") Duration approvalClosedAfter) {
    public ApprovalSettings {
        deputies = List.copyOf(deputies);
        if (approvalReminderAfter.isNegative() || approvalReminderAfter.isZero()) {
            throw new IllegalArgumentException(
                    "guestward.invitation.approval-reminder-after must be longer than nothing");
        }
        if (approvalDueAfter.compareTo(approvalReminderAfter) <= 0) {
            throw new IllegalArgumentException(
                    "guestward.invitation.approval-due-after must be longer than approval-reminder-after");
        }
        if (approvalClosedAfter.compareTo(approvalDueAfter) <= 0) {
            throw new IllegalArgumentException(
                    "guestward.invitation.approval-closed-after must be longer than approval-due-after");
        }
    }
}
