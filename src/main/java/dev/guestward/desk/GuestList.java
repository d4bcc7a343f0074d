package dev.guestward.desk;

import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestSearch;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.PageOf;
import dev.guestward.people.Viewer;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Fills in what the filters and the table in {@code desk/guests.html} need, for every page that shows them. */
@Component
class GuestList {
    private final Guests guests;
    private final GuestViews views;

    GuestList(Guests guests, GuestViews views) {
        this.guests = guests;
        this.views = views;
    }

    /** @param clinic the clinic that the query names; null for all clinics */
    void fill(Model model, ListQuery wanted, @Nullable UUID clinic, Viewer viewer, Locale locale) {
        ListQuery query = wanted;
        PageOf<Guest> found = search(query, clinic, viewer);
        if (found.content().isEmpty() && found.page().totalElements() > 0) {
            // the list has become shorter since the link was made
            query = query.onPage(found.page().totalPages() - 1);
            found = search(query, clinic, viewer);
        }
        model.addAttribute("query", query);
        model.addAttribute("rows", views.rows(found.content(), locale));
        model.addAttribute("page", found.page());
        model.addAttribute("everybodys", viewer.isAdministrator() || viewer.isOwner());
        model.addAttribute("states", GuestState.values());
        model.addAttribute("attentions", Attention.values());
        model.addAttribute("spans", spans(query));
    }

    /** What can be chosen; a link may name another number of days. */
    private static SortedSet<Integer> spans(ListQuery query) {
        SortedSet<Integer> spans = new TreeSet<>(List.of(7, 14, 30, 90));
        if (query.endsWithin() != null) {
            spans.add(query.endsWithin());
        }
        return spans;
    }

    private PageOf<Guest> search(ListQuery query, @Nullable UUID clinic, Viewer viewer) {
        return guests.search(
                new GuestSearch(
                        query.states(),
                        query.attention(),
                        query.endsWithin(),
                        null,
                        clinic,
                        query.text(),
                        query.order(),
                        query.descending(),
                        query.page(),
                        query.size()),
                viewer);
    }
}
