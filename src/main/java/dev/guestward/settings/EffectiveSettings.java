package dev.guestward.settings;

import dev.guestward.adoption.AdoptionSettings;
import dev.guestward.expiry.ExpirySettings;
import dev.guestward.hospital.HospitalCalendar;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.invitation.InvitationSettings;
import dev.guestward.mode.Mode;
import dev.guestward.mode.Workflow;
import dev.guestward.people.Viewer;
import dev.guestward.redemption.RedemptionSettings;
import dev.guestward.removal.BrakeCaps.Cap;
import dev.guestward.removal.RemovalForecast;
import dev.guestward.removal.RemovalSettings;
import dev.guestward.review.FollowSettings;
import dev.guestward.review.ReviewSettings;
import dev.guestward.review.SecondLookSettings;
import dev.guestward.review.SignalSettings;
import dev.guestward.sponsorship.SuccessionSettings;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;

/** The values that govern guests, as they are in force. Secrets, addresses and people are not among them. */
@Component
public class EffectiveSettings {
    private final Mode mode;
    private final HospitalSettings hospital;
    private final List<Record> ruling;
    private final RemovalForecast brake;

    EffectiveSettings(
            Mode mode,
            HospitalSettings hospital,
            HospitalCalendar calendar,
            InvitationSettings invitation,
            RedemptionSettings redemption,
            ExpirySettings expiry,
            RemovalSettings removal,
            ReviewSettings review,
            FollowSettings follow,
            SignalSettings signals,
            SecondLookSettings secondLooks,
            SuccessionSettings succession,
            AdoptionSettings adoption,
            RemovalForecast brake) {
        this.mode = mode;
        this.hospital = hospital;
        this.brake = brake;
        this.ruling = List.of(
                calendar,
                invitation,
                redemption,
                review,
                follow,
                signals,
                secondLooks,
                expiry,
                removal,
                succession,
                adoption);
    }

    /** @param name the property; caps of the brake are named after the property that gave them their first value */
    public record Setting(String name, String value) {}

    /** @throws AccessDeniedException if the person is no administrator */
    public List<Setting> all(Viewer viewer) {
        if (!viewer.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
        List<Setting> all = new ArrayList<>();
        all.add(new Setting("guestward.mode", word(mode.reportsOnly())));
        for (Workflow one : Workflow.values()) {
            all.add(new Setting("guestward.mode-of." + one.key(), word(mode.reportsOnly(one))));
        }
        all.add(new Setting("guestward.hospital.time-zone", hospital.timeZone().getId()));
        all.add(new Setting("guestward.hospital.language", hospital.language()));
        ruling.forEach(settings -> all.addAll(SettingValues.of(prefix(settings), settings)));
        brake.currentCaps().values().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .forEach(cap -> caps(cap, all));
        return all;
    }

    private static String prefix(Record settings) {
        return settings.getClass().getAnnotation(ConfigurationProperties.class).value();
    }

    private static void caps(Cap cap, List<Setting> all) {
        String name = "guestward.brake." + cap.name().key() + ".";
        all.add(new Setting(name + "fewest", String.valueOf(cap.fewest())));
        all.add(new Setting(name + "most", String.valueOf(cap.most())));
        all.add(new Setting(name + "percent", String.valueOf(cap.percent())));
    }

    private static String word(boolean reports) {
        return reports ? "report-only" : "live";
    }
}
