package dev.guestward.mail;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How mails leave the house. The mail server itself is set under {@code spring.mail}.
 *
 * @param enabled whether this node sends what is in the outbox
 * @param from sender's address
 * @param contact whom a reader in doubt may ask, as it stands in mails: a help desk's telephone number; may be empty
 * @param perMinute how many leave in any minute, over all nodes: mail servers throttle or block whoever sends faster
 * @param pollEvery pause between two looks into the outbox
 * @param giveUpAfter how long a mail is tried before somebody has to look at it
 */
@Validated
@ConfigurationProperties("guestward.mail")
public record MailSettings(
        @DefaultValue("true") boolean enabled,
        @NotBlank @Email String from,
        @DefaultValue("") String contact,
        @DefaultValue("60") @Min(1) int perMinute,
        @DefaultValue("1s") Duration pollEvery,
        @DefaultValue("48h") Duration giveUpAfter) {}
