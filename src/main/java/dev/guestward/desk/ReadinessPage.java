package dev.guestward.desk;

import dev.guestward.readiness.Finding;
import dev.guestward.readiness.ReadinessReport;
import dev.guestward.readiness.Result;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;

/**
 * What the readiness page shows, worst first.
 *
 * @param open how many acts are not settled
 */
record ReadinessPage(
        StateView overall,
        Times.@Nullable When checkedAt,
        boolean checking,
        boolean reportsOnly,
        long open,
        List<Waiting> outages,
        List<Row> rows) {

    record Waiting(String text, String then, String code, Times.When since, Times.When nextTry, long hits) {}

    record Row(StateView result, String text, @Nullable String whatToDo) {}

    static ReadinessPage of(ReadinessReport report, Times times, MessageSource texts, Locale locale) {
        return new ReadinessPage(
                view(report.overall()),
                report.checkedAt() == null ? null : times.moment(report.checkedAt(), locale),
                report.checking(),
                report.reportsOnly(),
                report.backlog().stream().mapToLong(ReadinessReport.Open::open).sum(),
                report.outages().stream()
                        .map(outage -> new Waiting(
                                texts.getMessage(outage.text(), locale),
                                texts.getMessage(outage.then(), locale),
                                outage.code(),
                                times.moment(outage.since(), locale),
                                times.moment(outage.nextTryAt(), locale),
                                outage.hits()))
                        .toList(),
                report.findings().stream()
                        .sorted(Comparator.comparing(Finding::result).reversed())
                        .map(finding -> row(finding, texts, locale))
                        .toList());
    }

    private static Row row(Finding finding, MessageSource texts, Locale locale) {
        return new Row(
                view(finding.result()),
                texts.getMessage(finding.text(), locale),
                finding.whatToDo() == null ? null : texts.getMessage(finding.whatToDo(), locale));
    }

    private static StateView view(Result result) {
        return new StateView(
                result.name(),
                "result." + result,
                "gw-result-" + result.name().toLowerCase(Locale.ROOT),
                switch (result) {
                    case OK -> "check-circle-fill";
                    case UNKNOWN -> "question-circle";
                    case WARNING -> "exclamation-triangle-fill";
                    case BLOCKED -> "x-octagon-fill";
                });
    }
}
