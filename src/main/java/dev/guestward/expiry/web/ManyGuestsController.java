package dev.guestward.expiry.web;

import dev.guestward.expiry.ManyGuests;
import dev.guestward.expiry.ManyGuests.Result;
import dev.guestward.people.Viewer;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Extends or removes several guests; each line of the answer stands for itself. */
@RestController
@RequestMapping(path = "/api/guests", consumes = "application/json", produces = "application/json")
class ManyGuestsController {
    private final ManyGuests many;

    ManyGuestsController(ManyGuests many) {
        this.many = many;
    }

    /** @param guests their ids, 200 at most */
    record Extending(
            @Nullable List<@Nullable String> guests,
            @Nullable String until,
            @Nullable String reason) {}

    /** @param count how many they are, as a confirmation */
    record Removing(
            @Nullable List<@Nullable String> guests,
            @Nullable String reason,
            @Nullable Long count) {}

    record Results(List<Result> results) {}

    @PostMapping("/extensions")
    Results extend(@RequestBody Extending wish, @Parameter(hidden = true) Viewer viewer) {
        return new Results(many.extend(wish.guests(), wish.until(), wish.reason(), viewer));
    }

    @PostMapping("/removals")
    Results remove(@RequestBody Removing wish, @Parameter(hidden = true) Viewer viewer) {
        return new Results(many.remove(wish.guests(), wish.reason(), wish.count(), viewer));
    }
}
