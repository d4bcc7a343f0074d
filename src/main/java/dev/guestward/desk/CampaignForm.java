package dev.guestward.desk;

import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.review.Campaigns.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was chosen and typed for a campaign.
 *
 * @param guests mail addresses or ids, one a line
 * @param confirm how many guests it is about, typed once more
 */
record CampaignForm(
        @Nullable String title,
        @Nullable String scope,
        @Nullable String clinic,
        @Nullable String grant,
        @Nullable String days,
        @Nullable String guests,
        @Nullable String due,
        @Nullable String secondStage,
        @Nullable String secondDays,
        @Nullable String confirm) {
    /** As many as a campaign takes, and some for the error to be its own. */
    private static final int MOST_LINES = 5_001;

    /** Inputs in the order of the page. */
    static final List<String> INPUTS = List.of(
            "title", "scope", "clinic", "grant", "days", "guests", "due", "secondStage", "secondDays", "confirm");

    static CampaignForm empty() {
        return new CampaignForm(null, "clinic", null, null, "90", null, null, "none", "14", null);
    }

    /** What an input holds. */
    public @Nullable String of(String input) {
        return switch (input) {
            case "title" -> title;
            case "scope" -> scope;
            case "clinic" -> clinic;
            case "grant" -> grant;
            case "days" -> days;
            case "guests" -> guests;
            case "due" -> due;
            case "secondStage" -> secondStage;
            case "secondDays" -> secondDays;
            default -> null;
        };
    }

    Wish wish(Guests register) {
        String kind = scope == null ? "" : scope;
        String value = switch (kind) {
            case "clinic" -> clinic;
            case "grant" -> grant;
            case "inactive" -> days;
            default -> null;
        };
        return new Wish(title, scope, value, kind.equals("list") ? ids(register) : null, due, secondStage, secondDays);
    }

    /** What is no address of anybody's stays as it is, and is not acceptable then. */
    private List<String> ids(Guests register) {
        List<String> ids = new ArrayList<>();
        Optional.ofNullable(guests)
                .orElse("")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .limit(MOST_LINES)
                .forEach(line -> ids.add(
                        line.contains("@")
                                ? register.openWithAddress(line)
                                        .map(guest -> guest.id().toString())
                                        .orElse(line)
                                : line));
        return ids;
    }

    /** Where what is wrong with a field is shown: with the value of a scope, where it was chosen. */
    String input(String field) {
        if (!field.equals("value")) {
            return field;
        }
        return String.valueOf(scope).equals("inactive") ? "days" : String.valueOf(scope);
    }

    /** The first line of the list that names nobody; of other fields, none. */
    Optional<String> unknown(String field, Guests register) {
        return field.equals("guests")
                ? ids(register).stream()
                        .filter(line -> GuestId.parse(line).isEmpty())
                        .findFirst()
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "CampaignForm[…]";
    }
}
