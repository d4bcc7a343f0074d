package dev.guestward.report.web;

import dev.guestward.guest.PageOf;
import dev.guestward.people.Viewer;
import dev.guestward.problem.InvalidInput;
import dev.guestward.report.ReportOnly;
import dev.guestward.report.ReportOnly.Count;
import dev.guestward.report.ReportOnly.Question;
import dev.guestward.report.ReportOnly.Report;
import dev.guestward.report.ReportedAct;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What would have happened; for administrators. */
@RestController
@RequestMapping("/api/report-only")
class ReportOnlyController {
    private static final MediaType CSV = MediaType.parseMediaType("text/csv;charset=UTF-8");
    private static final int LARGEST_PAGE = 200;

    private final ReportOnly report;

    ReportOnlyController(ReportOnly report) {
        this.report = report;
    }

    /**
     * @param guestId null if it was a letter to somebody who is not registered yet
     * @param heldByBrake the cap that would have held it; null if it would have gone
     */
    record Row(
            String workflow,
            String act,
            @Nullable String guestId,
            String displayName,
            Instant at,
            String reason,
            @Nullable String heldByBrake) {
        static Row of(ReportedAct act) {
            return new Row(
                    act.workflowKey(),
                    act.act(),
                    act.guest() == null ? null : act.guest().toString(),
                    act.name(),
                    act.at(),
                    act.reason(),
                    act.heldBy());
        }

        @Override
        public String toString() {
            return "Row[" + guestId + "]";
        }
    }

    /**
     * The report.
     *
     * @param mode of the product
     * @param modes of each workflow
     * @param complete false if there is more than fits; then ask for shorter spans
     */
    record Answer(
            String mode,
            Map<String, String> modes,
            LocalDate from,
            LocalDate to,
            boolean complete,
            List<Count> counts,
            List<Row> content,
            PageOf.Info page) {}

    @GetMapping(produces = "application/json")
    Answer report(
            @RequestParam(required = false) @Nullable String workflow,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size,
            @Parameter(hidden = true) Viewer viewer) {
        if (page < 0 || size < 1 || size > LARGEST_PAGE) {
            throw InvalidInput.of("size", "page must not be negative, size between 1 and " + LARGEST_PAGE + ".");
        }
        Report found = report.report(new Question(workflow, from, to), viewer);
        PageOf<Row> rows = PageOf.of(
                        found.acts().stream()
                                .skip((long) page * size)
                                .limit(size)
                                .toList(),
                        size,
                        page,
                        found.acts().size())
                .map(Row::of);
        Map<String, String> modes = new TreeMap<>();
        report.modes().forEach((one, reports) -> modes.put(one.key(), word(reports)));
        return new Answer(
                word(report.isOn()),
                modes,
                found.from(),
                found.to(),
                !found.cut(),
                found.counts(),
                rows.content(),
                rows.page());
    }

    /** The same, all of it, for a spreadsheet. */
    @GetMapping(produces = "text/csv")
    ResponseEntity<String> sheet(
            @RequestParam(required = false) @Nullable String workflow,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @Parameter(hidden = true) Viewer viewer) {
        return ResponseEntity.ok()
                .contentType(CSV)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("would-have-happened.csv")
                                .build()
                                .toString())
                .body(report.sheet(new Question(workflow, from, to), viewer));
    }

    private static String word(boolean reports) {
        return reports ? "report-only" : "live";
    }
}
