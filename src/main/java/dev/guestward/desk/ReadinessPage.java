package dev.guestward.desk;

import dev.guestward.readiness.Finding;
import dev.guestward.readiness.ReadinessReport;
import dev.guestward.readiness.Result;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;

/**
 * What the readiness page shows, worst first.
 *
 * @param open how many acts are not settled
 * @param clinic the only clinic it is about; null if it is about all
 * @param groups checks by what they are about, the worst group first
 */
record ReadinessPage(
        StateView overall,
        Times.@Nullable When checkedAt,
        boolean checking,
        boolean reportsOnly,
        long open,
        List<Waiting> outages,
        @Nullable Narrowed clinic,
        List<Group> groups) {

    /** What checks can be about; those of other modules are last. */
    enum Topic {
        CONNECTION("connection", "credential", "mode"),
        PERMISSIONS("permission"),
        RULES("invites-from", "guest-role", "mfa", "terms-of-use"),
        CLINICS("cross-tenant", "domain", "home-tenant"),
        MORE;

        private final Set<String> codes;

        Topic(String... codes) {
            this.codes = Set.of(codes);
        }

        static Topic of(Finding finding) {
            return Arrays.stream(values())
                    .filter(topic -> topic.codes.contains(finding.code()))
                    .findFirst()
                    .orElse(MORE);
        }
    }

    record Narrowed(String key, String name) {}

    record Group(String title, List<Row> rows) {}

    record Waiting(String text, String then, String code, Times.When since, Times.When nextTry, long hits) {}

    record Row(StateView result, String text, @Nullable String whatToDo) {}

    static ReadinessPage of(
            ReadinessReport report, @Nullable Narrowed clinic, Times times, MessageSource texts, Locale locale) {
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
                clinic,
                groups(report.findings(), texts, locale));
    }

    private static List<Group> groups(List<Finding> findings, MessageSource texts, Locale locale) {
        List<Finding> worstFirst = findings.stream()
                .sorted(Comparator.comparing(Finding::result).reversed())
                .toList();
        Map<Topic, List<Row>> rows = worstFirst.stream()
                .collect(Collectors.groupingBy(
                        Topic::of,
                        LinkedHashMap::new,
                        Collectors.mapping(finding -> row(finding, texts, locale), Collectors.toList())));
        return rows.entrySet().stream()
                .map(topic -> new Group("readiness.topic." + topic.getKey(), topic.getValue()))
                .toList();
    }

    static Row row(Finding finding, MessageSource texts, Locale locale) {
        return new Row(
                view(finding.result()),
                texts.getMessage(finding.text(), locale),
                finding.whatToDo() == null ? null : texts.getMessage(finding.whatToDo(), locale));
    }

    static StateView view(Result result) {
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
