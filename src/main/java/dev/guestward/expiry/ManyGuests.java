package dev.guestward.expiry;

import dev.guestward.guest.GuestId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.removal.RemovalRequests;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;

/** The same act on several guests. Each stands for itself: one that is refused does not stop the others. */
@Component
public class ManyGuests {
    /** So many at once. */
    public static final int MOST = 200;

    private final Extensions extensions;
    private final RemovalRequests removals;
    private final MessageSource texts;

    ManyGuests(Extensions extensions, RemovalRequests removals, MessageSource texts) {
        this.extensions = extensions;
        this.removals = removals;
        this.texts = texts;
    }

    /** What an act on one guest came to. */
    public enum Outcome {
        EXTENDED,
        /** An owner decides first. */
        WAITING,
        /** The removal is open. */
        REMOVING,
        REFUSED
    }

    /** @param problem why it was refused, in words */
    public record Result(
            String guest, Outcome outcome, @Nullable String problem) {}

    private interface Act {
        Outcome on(GuestId guest);
    }

    /** @throws InvalidInput if nobody is chosen, or too many */
    public List<Result> extend(
            @Nullable List<@Nullable String> guests, @Nullable String until, @Nullable String reason, Viewer viewer) {
        Findings findings = new Findings(texts);
        Set<String> chosen = chosen(guests, findings);
        findings.throwIfAny();
        Extension wish = new Extension(until, reason, false);
        return each(chosen, guest -> extensions.extend(guest, wish, viewer) ? Outcome.EXTENDED : Outcome.WAITING);
    }

    /**
     * @param count how many there are, typed as a confirmation
     * @throws InvalidInput if nobody is chosen, or too many, or the number is another one
     */
    public List<Result> remove(
            @Nullable List<@Nullable String> guests, @Nullable String reason, @Nullable Long count, Viewer viewer) {
        Findings findings = new Findings(texts);
        Set<String> chosen = chosen(guests, findings);
        if (!findings.any() && !Objects.equals(count, (long) chosen.size())) {
            findings.add("count", "ends.invalid.count", chosen.size());
        }
        findings.throwIfAny();
        return each(chosen, guest -> {
            removals.remove(guest, reason, false, viewer);
            return Outcome.REMOVING;
        });
    }

    private static Set<String> chosen(@Nullable List<@Nullable String> guests, Findings findings) {
        Set<String> chosen = new LinkedHashSet<>();
        if (guests != null) {
            guests.forEach(one -> chosen.add(Objects.requireNonNullElse(one, "")));
        }
        if (chosen.isEmpty() || chosen.size() > MOST) {
            findings.add("guests", "ends.invalid.guests", MOST);
        }
        return chosen;
    }

    private static List<Result> each(Set<String> guests, Act act) {
        List<Result> results = new ArrayList<>();
        for (String guest : guests) {
            results.add(one(guest, act));
        }
        return results;
    }

    private static Result one(String guest, Act act) {
        try {
            GuestId id = GuestId.parse(guest)
                    .orElseThrow(() -> new NotFound("There is no such guest, or it is not one of yours."));
            return new Result(guest, act.on(id), null);
        } catch (InvalidInput e) {
            String problem =
                    e.fields().stream().map(InvalidInput.Field::message).collect(Collectors.joining(" "));
            return new Result(guest, Outcome.REFUSED, problem);
        } catch (Conflict | NotFound e) {
            return new Result(guest, Outcome.REFUSED, e.getMessage());
        } catch (AccessDeniedException e) {
            return new Result(
                    guest, Outcome.REFUSED, "Only the guest's sponsor or an administrator may decide on this.");
        }
    }
}
