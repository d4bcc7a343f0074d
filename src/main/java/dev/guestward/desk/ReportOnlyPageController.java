package dev.guestward.desk;

import dev.guestward.desk.Times.When;
import dev.guestward.guest.PageOf;
import dev.guestward.mode.Workflow;
import dev.guestward.people.Viewer;
import dev.guestward.problem.InvalidInput;
import dev.guestward.report.ReportOnly;
import dev.guestward.report.ReportOnly.Question;
import dev.guestward.report.ReportOnly.Report;
import dev.guestward.report.ReportedAct;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What would have happened while Guestward, or a workflow of it, only reports. */
@DeskPage
@RequestMapping("/report-only")
class ReportOnlyPageController {
    private static final int SIZE = 50;
    private static final int LAST_PAGE = 100_000;
    private static final MediaType CSV = MediaType.parseMediaType("text/csv;charset=UTF-8");

    private final ReportOnly report;
    private final Times times;

    ReportOnlyPageController(ReportOnly report, Times times) {
        this.report = report;
        this.times = times;
    }

    /**
     * @param guest null if it was a letter to somebody who is not registered yet
     * @param held the cap of the brake that would have held it; null if it would have gone
     */
    record Row(
            @Nullable String guest,
            String name,
            String workflow,
            String act,
            String reason,
            When at,
            @Nullable String held) {}

    @GetMapping
    String page(
            @ModelAttribute("question") Question question,
            @RequestParam(required = false) @Nullable String page,
            Viewer viewer,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        FormProblems problems = new FormProblems(Map.of());
        Report found;
        try {
            found = report.report(question, viewer);
        } catch (InvalidInput e) {
            problems = FormProblems.of(List.of("workflow", "from", "to"), e.fields());
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            found = report.report(new Question(null, null, null), viewer);
        }
        int last = Math.max(0, (found.acts().size() - 1) / SIZE);
        int number = Math.min(ListQuery.number(page, 0, LAST_PAGE, 0), last);
        List<ReportedAct> shown =
                found.acts().stream().skip((long) number * SIZE).limit(SIZE).toList();
        model.addAttribute("problems", problems);
        model.addAttribute("found", found);
        model.addAttribute(
                "held",
                found.counts().stream().mapToLong(ReportOnly.Count::held).sum());
        model.addAttribute("modes", report.modes());
        model.addAttribute("on", report.isOnAnywhere());
        model.addAttribute(
                "workflows",
                Stream.concat(Arrays.stream(Workflow.values()).map(Workflow::key), Stream.of(ReportOnly.NO_WORKFLOW))
                        .toList());
        model.addAttribute("rows", shown.stream().map(one -> row(one, locale)).toList());
        model.addAttribute(
                "page", PageOf.of(shown, SIZE, number, found.acts().size()).page());
        return "desk/report-only";
    }

    @GetMapping("/acts.csv")
    ResponseEntity<String> sheet(@ModelAttribute("question") Question question, Viewer viewer) {
        return ResponseEntity.ok()
                .contentType(CSV)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("would-have-happened.csv")
                                .build()
                                .toString())
                .body(report.sheet(question, viewer));
    }

    private Row row(ReportedAct act, Locale locale) {
        return new Row(
                act.guest() == null ? null : act.guest().toString(),
                Shown.text(act.name()),
                act.workflowKey(),
                act.act(),
                act.reason(),
                times.moment(act.at(), locale),
                act.heldBy());
    }
}
