package dev.guestward.settings.web;

import dev.guestward.people.Viewer;
import dev.guestward.settings.EffectiveSettings;
import dev.guestward.settings.EffectiveSettings.Setting;
import dev.guestward.settings.PolicyPreview;
import dev.guestward.settings.PolicyPreview.Day;
import dev.guestward.settings.PolicyPreview.Preview;
import dev.guestward.settings.PreviewRequest;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the product is told about guests, and what other values would do; for administrators. */
@RestController
@RequestMapping(path = "/api/settings", produces = "application/json")
class SettingsController {
    private final EffectiveSettings settings;
    private final PolicyPreview preview;

    SettingsController(EffectiveSettings settings, PolicyPreview preview) {
        this.settings = settings;
        this.preview = preview;
    }

    record Settings(List<Setting> content) {}

    /**
     * What comes for one guest.
     *
     * @param on the day under the other values; null if it does not come
     * @param now the day under those in force
     */
    record Row(
            String guestId,
            String displayName,
            String what,
            @Nullable LocalDate on,
            @Nullable LocalDate now,
            boolean changed,
            @Nullable String heldByBrake) {
        static Row of(PolicyPreview.Row row) {
            return new Row(
                    row.guest().toString(),
                    row.name(),
                    row.what().name(),
                    row.on(),
                    row.now(),
                    row.isChanged(),
                    row.heldBy());
        }

        @Override
        public String toString() {
            return "Row[" + guestId + "]";
        }
    }

    record Answer(long affected, long beyondLongestAccess, List<Day> days, List<Row> guests) {}

    /** The values in force. */
    @GetMapping
    Settings all(@Parameter(hidden = true) Viewer viewer) {
        return new Settings(settings.all(viewer));
    }

    /** What would come within 365 days. Nothing is changed. */
    @PostMapping(path = "/preview", consumes = "application/json")
    Answer preview(@RequestBody PreviewRequest request, @Parameter(hidden = true) Viewer viewer) {
        Preview found = preview.preview(request, viewer);
        return new Answer(
                found.affected(),
                found.beyondLongestAccess(),
                found.days(),
                found.rows().stream().map(Row::of).toList());
    }
}
