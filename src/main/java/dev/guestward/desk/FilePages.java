package dev.guestward.desk;

import dev.guestward.bulk.BulkInvitation;
import dev.guestward.bulk.BulkInvitations;
import dev.guestward.bulk.BulkProgress;
import dev.guestward.bulk.BulkRow;
import dev.guestward.bulk.RowResult;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.PageOf;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.Viewer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Files of guests as pages show them. */
@Component
class FilePages {
    private static final int SIZE = 50;

    private final BulkInvitations files;
    private final People people;
    private final Times times;

    FilePages(BulkInvitations files, People people, Times times) {
        this.files = files;
        this.people = people;
        this.times = times;
    }

    /** A file in the list. @param name null for one without */
    record Item(String id, @Nullable String name, String uploader, int rows, StateView state, Times.When uploaded) {}

    /** One line. @param mark what it came to, or what it will come to */
    record Row(
            int line,
            String name,
            String email,
            String accessUntil,
            StateView mark,
            @Nullable String problem,
            @Nullable String guest) {}

    /** How many guests stand where. */
    record Standing(StateView state, int guests) {}

    /**
     * One file.
     *
     * @param seen names what is shown, so that a page that shows it already gets nothing new
     * @param every seconds between two looks; null once nothing changes by itself any more
     */
    record Page(
            Item file,
            boolean mine,
            boolean waitsForConfirmation,
            boolean wiped,
            BulkProgress progress,
            int toRequest,
            int onList,
            int failed,
            List<Standing> standings,
            List<Row> rows,
            PageOf.Info pages,
            boolean onlyFailed,
            String seen,
            @Nullable Integer every) {}

    List<Item> list(Viewer viewer, Locale locale) {
        return files.newest(viewer).stream().map(file -> item(file, locale)).toList();
    }

    Page page(BulkInvitation file, boolean onlyFailed, int asked, Viewer viewer, Locale locale) {
        BulkProgress progress = files.progress(file);
        Map<GuestState, Integer> standing = files.standing(file, viewer);
        RowResult only = onlyFailed ? RowResult.FAILED : null;
        PageOf<BulkRow> rows = files.rows(file, only, asked, SIZE);
        return new Page(
                item(file, locale),
                viewer.is(file.uploader()),
                file.state() == BulkInvitation.State.CHECKED,
                file.wipedAt() != null,
                progress,
                progress.foretold(RowResult.REQUESTED),
                progress.foretold(RowResult.ON_LIST),
                progress.of(RowResult.FAILED),
                standing.entrySet().stream()
                        .map(entry -> new Standing(StateView.of(entry.getKey()), entry.getValue()))
                        .toList(),
                rows.content().stream().map(row -> row(file, row)).toList(),
                rows.page(),
                onlyFailed,
                Integer.toHexString((file.state() + " " + progress.done() + " " + standing.toString()).hashCode()),
                every(file, standing));
    }

    /** Often while lines are worked off, now and then while guests are being invited. */
    private static @Nullable Integer every(BulkInvitation file, Map<GuestState, Integer> standing) {
        return switch (file.state()) {
            case CHECKED -> null;
            case RUNNING -> 2;
            case FINISHED -> standing.containsKey(GuestState.REQUESTED) ? 10 : null;
        };
    }

    private Item item(BulkInvitation file, Locale locale) {
        String name = Shown.text(file.fileName());
        return new Item(
                file.id().toString(),
                name.isEmpty() ? null : name,
                people.byId(file.uploader())
                        .map(Person::displayName)
                        .map(Shown::text)
                        .orElse("–"),
                file.rows(),
                StateView.of(file.state()),
                times.moment(file.uploadedAt(), locale));
    }

    private static Row row(BulkInvitation file, BulkRow row) {
        return new Row(
                row.line(),
                Shown.text(row.request().displayName()),
                Shown.text(row.request().email()),
                Shown.text(row.request().accessUntil()),
                file.state() == BulkInvitation.State.CHECKED
                        ? StateView.foretold(row.outlook())
                        : StateView.of(row.result()),
                row.problem(),
                row.guest() == null ? null : row.guest().toString());
    }
}
