package dev.guestward.bulk.web;

import dev.guestward.bulk.BulkInvitation;
import dev.guestward.bulk.BulkInvitations;
import dev.guestward.bulk.BulkInvitations.Upload;
import dev.guestward.bulk.BulkRow;
import dev.guestward.bulk.BulkSettings;
import dev.guestward.bulk.FileRefused;
import dev.guestward.bulk.ResultFile;
import dev.guestward.bulk.RowResult;
import dev.guestward.guest.PageOf;
import dev.guestward.people.Viewer;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.problem.Problems;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Guests asked for by file, over the API. */
@RestController
@RequestMapping("/api/invitations/bulk")
class BulkController {
    private static final MediaType CSV = MediaType.parseMediaType("text/csv;charset=UTF-8");

    private final BulkInvitations files;
    private final ResultFile results;
    private final BulkSettings settings;

    BulkController(BulkInvitations files, ResultFile results, BulkSettings settings) {
        this.files = files;
        this.results = results;
        this.settings = settings;
    }

    /**
     * Checks a file as a whole and keeps it until it is confirmed. The same file again is answered 200 and starts nothing new.
     *
     * @param confirm whether to begin at once if nothing is wrong
     */
    @PostMapping(consumes = "text/csv", produces = "application/json")
    ResponseEntity<BulkView> upload(
            HttpServletRequest request,
            @RequestParam(defaultValue = "false") boolean confirm,
            @Parameter(hidden = true) Viewer viewer,
            @Parameter(hidden = true) Locale locale)
            throws IOException {
        return answer(files.upload(body(request), null, viewer, locale), confirm, viewer);
    }

    /** The same, as a form sends it. */
    @PostMapping(consumes = "multipart/form-data", produces = "application/json")
    ResponseEntity<BulkView> upload(
            @RequestPart MultipartFile file,
            @RequestParam(defaultValue = "false") boolean confirm,
            @Parameter(hidden = true) Viewer viewer,
            @Parameter(hidden = true) Locale locale)
            throws IOException {
        return answer(files.upload(file.getBytes(), file.getOriginalFilename(), viewer, locale), confirm, viewer);
    }

    /**
     * @param result only lines that came to this: {@code REQUESTED}, {@code ON_LIST}, {@code KNOWN_HERE},
     *     {@code CHOICE_NEEDED} or {@code FAILED}
     */
    @GetMapping(path = "/{id}", produces = "application/json")
    BulkView one(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable RowResult result,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size,
            @Parameter(hidden = true) Viewer viewer) {
        if (page < 0 || page > 1_000_000) {
            throw InvalidInput.of("page", "Pages count from 0.");
        }
        if (size < 1 || size > BulkInvitations.LARGEST_PAGE) {
            throw InvalidInput.of("size", "Between 1 and " + BulkInvitations.LARGEST_PAGE + ".");
        }
        BulkInvitation file = files.visible(id(id), viewer);
        return view(file, files.rows(file, result, page, size), viewer);
    }

    /** Begins the work; doing so again changes nothing. */
    @PostMapping(path = "/{id}/confirmation", produces = "application/json")
    @ResponseStatus(HttpStatus.ACCEPTED)
    BulkView confirm(@PathVariable String id, @Parameter(hidden = true) Viewer viewer) {
        return view(files.confirm(id(id), viewer), null, viewer);
    }

    /** Forgets a file that has not been confirmed. */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void discard(@PathVariable String id, @Parameter(hidden = true) Viewer viewer) {
        files.discard(id(id), viewer);
    }

    /** Each line with what it came to, for a spreadsheet. */
    @GetMapping("/{id}/result")
    ResponseEntity<String> result(
            @PathVariable String id, @Parameter(hidden = true) Viewer viewer, @Parameter(hidden = true) Locale locale) {
        BulkInvitation file = files.visible(id(id), viewer);
        return ResponseEntity.ok()
                .contentType(CSV)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("guests-result.csv")
                                .build()
                                .toString())
                .body(results.of(file, locale));
    }

    @ExceptionHandler
    ProblemDetail refused(FileRefused e) {
        ProblemDetail problem = Problems.of(
                HttpStatus.UNPROCESSABLE_ENTITY, "The file cannot be accepted as it is. Nothing of it was kept.");
        problem.setProperty("errors", e.problems());
        problem.setProperty("totalErrors", e.total());
        return problem;
    }

    private ResponseEntity<BulkView> answer(Upload upload, boolean confirm, Viewer viewer) {
        BulkInvitation file = confirm ? files.confirm(upload.file().id(), viewer) : upload.file();
        return ResponseEntity.status(upload.earlier() ? HttpStatus.OK : HttpStatus.ACCEPTED)
                .body(view(file, null, viewer));
    }

    private BulkView view(BulkInvitation file, @Nullable PageOf<BulkRow> rows, Viewer viewer) {
        return BulkView.of(file, files.progress(file), files.standing(file, viewer), rows);
    }

    /** One byte more than is allowed is enough to refuse it; some of the rest is taken so that the answer is read. */
    private byte[] body(HttpServletRequest request) throws IOException {
        int most = Math.toIntExact(settings.largestFile().toBytes());
        InputStream in = request.getInputStream();
        byte[] content = in.readNBytes(most + 1);
        if (content.length > most) {
            in.readNBytes(most);
        }
        return content;
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new NotFound("There is no such file, or it is not one of yours.");
        }
    }
}
