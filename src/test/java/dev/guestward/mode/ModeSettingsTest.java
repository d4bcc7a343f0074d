package dev.guestward.mode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ModeSettingsTest {

    @Test
    void everythingActsUnlessToldOtherwise() {
        Mode mode = bound(Map.of("guestward.other", "x"));

        assertThat(mode.reportsOnly()).isFalse();
        assertThat(mode.reportsAnything()).isFalse();
        assertThat(mode.reportsOnly(Workflow.REMOVAL)).isFalse();
    }

    @Test
    void oneWorkflowReportsWhileTheRestActs() {
        Mode mode = bound(Map.of("guestward.mode-of.removal", "report-only"));

        assertThat(mode.reportsOnly(Workflow.REMOVAL)).isTrue();
        assertThat(mode.reportsOnly(Workflow.EXPIRY)).isFalse();
        assertThat(mode.reportsOnly(null)).isFalse();
        assertThat(mode.reportsAnything()).isTrue();
    }

    @Test
    void oneWorkflowActsWhileTheRestReports() {
        Mode mode = bound(Map.of("guestward.mode", "report-only", "guestward.mode-of.invitation", "live"));

        assertThat(mode.reportsOnly(Workflow.INVITATION)).isFalse();
        assertThat(mode.reportsOnly(Workflow.REDEMPTION)).isTrue();
        assertThat(mode.reportsOnly(null)).isTrue();
    }

    private static Mode bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("guestward", ModeSettings.class);
    }
}
