package dev.guestward.readiness;

import dev.guestward.mode.Mode;
import java.util.List;
import org.springframework.stereotype.Component;

/** Says it when the product only reports. */
@Component
class ModeCheck implements ReadinessCheck {
    private final Mode mode;

    ModeCheck(Mode mode) {
        this.mode = mode;
    }

    @Override
    public String code() {
        return "mode";
    }

    @Override
    public List<Finding> look() {
        return mode.reportsOnly()
                ? List.of(new Finding(
                        code(),
                        "",
                        Result.WARNING,
                        Words.of("readiness.mode.report-only"),
                        Words.of("readiness.mode.report-only.do")))
                : List.of(Finding.ok(code(), "", Words.of("readiness.mode.live")));
    }
}
