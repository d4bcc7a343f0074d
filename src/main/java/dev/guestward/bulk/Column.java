package dev.guestward.bulk;

import dev.guestward.invitation.InvitationRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns of a file. They are called as the fields of the API. */
public enum Column {
    EMAIL("email", true),
    DISPLAY_NAME("displayName", true),
    CLINIC("clinic", false),
    SPONSOR("sponsor", false),
    GRANTS("grants", true),
    ACCESS_UNTIL("accessUntil", true),
    PURPOSE("purpose", true),
    MESSAGE("message", false),
    LANGUAGE("language", false),
    CONTINUE("continue", false);

    private final String heading;
    private final boolean needed;

    Column(String heading, boolean needed) {
        this.heading = heading;
        this.needed = needed;
    }

    public String heading() {
        return heading;
    }

    public boolean isNeeded() {
        return needed;
    }

    static Optional<Column> called(String heading) {
        return Arrays.stream(values())
                .filter(column -> column.heading.equalsIgnoreCase(heading))
                .findFirst();
    }

    /** As the API would take it: several grants stand in one cell, with spaces or bars between them. */
    static InvitationRequest request(Function<Column, @Nullable String> cells) {
        String grants = cells.apply(GRANTS);
        return new InvitationRequest(
                        cells.apply(EMAIL),
                        cells.apply(DISPLAY_NAME),
                        cells.apply(CLINIC),
                        cells.apply(SPONSOR),
                        grants == null ? null : List.of(grants.strip().split("[\\s|]+")),
                        cells.apply(ACCESS_UNTIL),
                        cells.apply(PURPOSE),
                        cells.apply(MESSAGE),
                        cells.apply(LANGUAGE))
                .continuing(cells.apply(CONTINUE), null);
    }
}
