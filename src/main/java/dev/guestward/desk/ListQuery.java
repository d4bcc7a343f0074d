package dev.guestward.desk;

import dev.guestward.guest.Attention;
import dev.guestward.guest.GuestSearch;
import dev.guestward.guest.GuestState;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What a list of guests shows, which is exactly what its address says. What is not understood in an address is left out:
 * a link somebody kept should still lead somewhere.
 *
 * @param path the page the list is on; the page of a clinic shows that clinic's guests only
 * @param endsWithin days within which access ends, or null
 * @param clinic key of a clinic, or empty
 * @param sort as in the API: {@code accessUntil}
 */
record ListQuery(
        String path,
        Set<GuestState> states,
        @Nullable Attention attention,
        @Nullable Integer endsWithin,
        String clinic,
        String text,
        String sort,
        boolean descending,
        int page,
        int size) {

    static final int USUAL_SIZE = 50;
    private static final String GUESTS = "/guests";
    private static final int LONGEST_TEXT = 200;
    private static final int LAST_PAGE = 100_000;
    private static final int MOST_DAYS = 9999;
    private static final Map<String, GuestSearch.Sort> SORTS = Map.of(
            "name", GuestSearch.Sort.NAME,
            "state", GuestSearch.Sort.STATE,
            "accessUntil", GuestSearch.Sort.ACCESS_UNTIL,
            "requested", GuestSearch.Sort.REQUESTED);

    static ListQuery all() {
        return new ListQuery(GUESTS, Set.of(), null, null, "", "", "requested", true, 0, USUAL_SIZE);
    }

    /** Reads the parameters of an address. */
    static ListQuery of(
            @Nullable String state,
            @Nullable String attention,
            @Nullable String endsWithin,
            @Nullable String clinic,
            @Nullable String q,
            @Nullable String sort,
            @Nullable String page,
            @Nullable String size) {
        Set<GuestState> states = EnumSet.noneOf(GuestState.class);
        for (String name : text(state).split(",")) {
            one(GuestState.class, name, states);
        }
        Set<Attention> attentions = EnumSet.noneOf(Attention.class);
        one(Attention.class, text(attention), attentions);
        String[] order = text(sort).split(",", 2);
        boolean known = SORTS.containsKey(order[0]);
        String needle = text(q);
        return new ListQuery(
                GUESTS,
                states,
                attentions.stream().findFirst().orElse(null),
                days(endsWithin),
                text(clinic),
                needle.substring(0, Math.min(needle.length(), LONGEST_TEXT)),
                known ? order[0] : "requested",
                known ? order.length == 2 && "desc".equals(order[1]) : true,
                number(page, 0, LAST_PAGE, 0),
                number(size, 1, GuestSearch.LARGEST_PAGE, USUAL_SIZE));
    }

    private static <E extends Enum<E>> void one(Class<E> type, String name, Set<E> found) {
        try {
            found.add(Enum.valueOf(type, name.strip().toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException notOne) {
            // left out
        }
    }

    private static String text(@Nullable String given) {
        // no text of the database can hold a NUL, not even to look for it
        return given == null ? "" : given.replace("\0", "").strip();
    }

    private static @Nullable Integer days(@Nullable String given) {
        int days = number(given, 1, MOST_DAYS, 0);
        return days == 0 ? null : Integer.valueOf(days);
    }

    static int number(@Nullable String given, int least, int most, int usual) {
        try {
            int number = Integer.parseInt(text(given));
            return number < least || number > most ? usual : number;
        } catch (NumberFormatException notOne) {
            return usual;
        }
    }

    GuestSearch.Sort order() {
        return SORTS.getOrDefault(sort, GuestSearch.Sort.REQUESTED);
    }

    boolean isNarrowed() {
        return !states.isEmpty() || attention != null || endsWithin != null || !clinic.isEmpty() || !text.isEmpty();
    }

    public boolean isSortedBy(String column) {
        return sort.equals(column);
    }

    public String stateNames() {
        return states.stream().map(Enum::name).collect(Collectors.joining(","));
    }

    String attentionName() {
        return attention == null ? "" : attention.name();
    }

    public String sortText() {
        return descending ? sort + ",desc" : sort;
    }

    ListQuery with(@Nullable GuestState state, @Nullable Attention wanted) {
        Set<GuestState> only = state == null ? Set.of() : Set.of(state);
        return new ListQuery(path, only, wanted, endsWithin, clinic, text, sort, descending, 0, size);
    }

    /** The same list on the page of a clinic. */
    ListQuery ofClinic(String key) {
        return new ListQuery("/clinics/" + key, states, attention, endsWithin, key, text, sort, descending, page, size);
    }

    /** Whether the page it is on says already which clinic it is. */
    public boolean isOfOneClinic() {
        return !path.equals(GUESTS);
    }

    ListQuery onPage(int number) {
        return new ListQuery(path, states, attention, endsWithin, clinic, text, sort, descending, number, size);
    }

    /** The address of the same list sorted by this column; by the column it is sorted by already, the other way round. */
    public String sortedBy(String column) {
        boolean down = sort.equals(column) ? !descending : "requested".equals(column);
        return new ListQuery(path, states, attention, endsWithin, clinic, text, column, down, 0, size).toString();
    }

    public String page(int number) {
        return onPage(number).toString();
    }

    /** The address of this list. */
    @Override
    public String toString() {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath(path);
        add(address, "state", stateNames());
        add(address, "attention", attentionName());
        add(address, "endsWithin", endsWithin == null ? "" : endsWithin.toString());
        if (!isOfOneClinic()) {
            add(address, "clinic", clinic);
        }
        add(address, "q", text);
        if (!sortText().equals("requested,desc")) {
            add(address, "sort", sortText());
        }
        if (page > 0) {
            add(address, "page", String.valueOf(page));
        }
        if (size != USUAL_SIZE) {
            add(address, "size", String.valueOf(size));
        }
        return address.encode().toUriString();
    }

    private static void add(UriComponentsBuilder address, String name, String value) {
        if (!value.isEmpty()) {
            // as a variable: only then is everything in it encoded
            address.queryParam(name, "{" + name + "}").uriVariables(Map.of(name, value));
        }
    }
}
