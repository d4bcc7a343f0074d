package dev.guestward.desk;

import dev.guestward.bulk.BulkInvitation;
import dev.guestward.bulk.BulkInvitations;
import dev.guestward.bulk.BulkInvitations.Upload;
import dev.guestward.bulk.BulkSettings;
import dev.guestward.bulk.Column;
import dev.guestward.bulk.FileRefused;
import dev.guestward.bulk.ResultFile;
import dev.guestward.guest.Grants;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.NotFound;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Inviting from a file: choose, see what is wrong or what will happen, confirm, follow. */
@DeskPage
@RequestMapping("/invitations/bulk")
class InviteFromFileController {
    private static final MediaType CSV = MediaType.parseMediaType("text/csv;charset=UTF-8");
    private static final int USUAL_DAYS = 180;
    private static final int LAST_PAGE = 100_000;

    private final BulkInvitations files;
    private final FilePages pages;
    private final ResultFile results;
    private final BulkSettings settings;
    private final Grants grants;
    private final Times times;

    InviteFromFileController(
            BulkInvitations files,
            FilePages pages,
            ResultFile results,
            BulkSettings settings,
            Grants grants,
            Times times) {
        this.files = files;
        this.pages = pages;
        this.results = results;
        this.settings = settings;
        this.grants = grants;
        this.times = times;
    }

    @GetMapping
    String form(Viewer viewer, Locale locale, Model model) {
        model.addAttribute("files", pages.list(viewer, locale));
        model.addAttribute("everybodys", viewer.isAdministrator());
        model.addAttribute("columns", Column.values());
        model.addAttribute("grants", String.join(", ", grants.grants().keySet()));
        model.addAttribute("mostRows", settings.mostRows());
        model.addAttribute("megabytes", settings.largestFile().toMegabytes());
        return "desk/bulk";
    }

    /** Something to begin with, in the form a spreadsheet takes. */
    @GetMapping("/guests.csv")
    ResponseEntity<String> template() {
        String grant = grants.grants().keySet().iterator().next();
        return download(
                "guests.csv",
                ResultFile.template(grant, times.today().plusDays(USUAL_DAYS).toString()));
    }

    @PostMapping
    String upload(
            @RequestParam(required = false) @Nullable MultipartFile file,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response)
            throws IOException {
        if (file == null
                || (file.isEmpty() && String.valueOf(file.getOriginalFilename()).isEmpty())) {
            model.addAttribute("nothingChosen", true);
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return form(viewer, locale, model);
        }
        try {
            Upload upload = files.upload(file.getBytes(), file.getOriginalFilename(), viewer, locale);
            if (upload.earlier()) {
                redirect.addFlashAttribute("done", "bulk.same");
            }
            return "redirect:/invitations/bulk/" + upload.file().id();
        } catch (Conflict e) {
            model.addAttribute("tooMany", settings.mostUnconfirmed());
            response.setStatus(HttpStatus.CONFLICT.value());
            return form(viewer, locale, model);
        } catch (FileRefused e) {
            model.addAttribute("refused", e);
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return form(viewer, locale, model);
        }
    }

    @GetMapping("/{id}")
    String file(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String only,
            @RequestParam(required = false) @Nullable String page,
            Viewer viewer,
            Locale locale,
            Model model) {
        model.addAttribute("view", view(id, only, page, viewer, locale));
        return "desk/bulk-file";
    }

    /** The changing part of the page; nothing if all of it is shown already. */
    @GetMapping("/{id}/live")
    @Nullable
    String live(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String only,
            @RequestParam(required = false) @Nullable String page,
            @RequestParam(required = false) @Nullable String seen,
            Viewer viewer,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        FilePages.Page view = view(id, only, page, viewer, locale);
        if (view.seen().equals(seen)) {
            response.setStatus(HttpStatus.NO_CONTENT.value());
            return null;
        }
        model.addAttribute("view", view);
        return "desk/bulk-live";
    }

    @PostMapping("/{id}/confirmation")
    String confirm(@PathVariable String id, Viewer viewer, RedirectAttributes redirect) {
        try {
            files.confirm(id(id), viewer);
            redirect.addFlashAttribute("done", "bulk.confirm.done");
        } catch (Conflict e) {
            redirect.addFlashAttribute("done", "bulk.not-yours");
        }
        return "redirect:/invitations/bulk/" + id(id);
    }

    @PostMapping("/{id}/discard")
    String discard(@PathVariable String id, Viewer viewer, RedirectAttributes redirect) {
        try {
            files.discard(id(id), viewer);
            redirect.addFlashAttribute("done", "bulk.discarded");
            return "redirect:/invitations/bulk";
        } catch (Conflict e) {
            boolean mine = viewer.is(files.visible(id(id), viewer).uploader());
            redirect.addFlashAttribute("done", mine ? "bulk.discard.late" : "bulk.not-yours");
            return "redirect:/invitations/bulk/" + id(id);
        }
    }

    @GetMapping("/{id}/result.csv")
    ResponseEntity<String> result(@PathVariable String id, Viewer viewer, Locale locale) {
        return download("guests-result.csv", results.of(files.visible(id(id), viewer), locale));
    }

    /** The page of the desk speaks of a guest. */
    @ExceptionHandler(NotFound.class)
    ModelAndView notFound() {
        return new ModelAndView("error/404", HttpStatus.NOT_FOUND);
    }

    private FilePages.Page view(String id, @Nullable String only, @Nullable String page, Viewer viewer, Locale locale) {
        BulkInvitation file = files.visible(id(id), viewer);
        return pages.page(file, "failed".equals(only), number(page), viewer, locale);
    }

    private static ResponseEntity<String> download(String name, String text) {
        return ResponseEntity.ok()
                .contentType(CSV)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .body(text);
    }

    private static int number(@Nullable String page) {
        try {
            int number = page == null ? 0 : Integer.parseInt(page);
            return number < 0 || number > LAST_PAGE ? 0 : number;
        } catch (NumberFormatException notOne) {
            return 0;
        }
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new NotFound("There is no such file, or it is not one of yours.");
        }
    }
}
