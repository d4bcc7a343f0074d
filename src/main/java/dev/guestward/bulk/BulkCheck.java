package dev.guestward.bulk;

import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.ChoiceNeeded;
import dev.guestward.invitation.InvitationRequest;
import dev.guestward.invitation.Invitations;
import dev.guestward.people.Viewer;
import dev.guestward.problem.InvalidInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Judges a whole file. A handful of queries do for 10,000 lines; nothing is written. */
@Component
class BulkCheck {
    private static final String EMAIL = Column.EMAIL.heading();
    private static final String CONTINUE = Column.CONTINUE.heading();

    private final Invitations invitations;
    private final Guests guests;
    private final BulkSettings settings;
    private final MessageSource texts;

    BulkCheck(Invitations invitations, Guests guests, BulkSettings settings, MessageSource texts) {
        this.invitations = invitations;
        this.guests = guests;
        this.settings = settings;
        this.texts = texts;
    }

    /** A line with nothing wrong, and what it would come to. */
    record Checked(int line, InvitationRequest request, RowResult outlook) {}

    /** @throws FileRefused with everything that is wrong, wherever it is */
    List<Checked> check(byte[] content, Viewer caller, Locale locale) {
        Complaints complaints = new Complaints(texts, locale);
        if (content.length > settings.largestFile().toBytes()) {
            complaints.addForFile("bulk.file.large", settings.largestFile().toMegabytes());
            complaints.throwIfAny();
        }
        CsvFile file = CsvFile.read(content, settings.mostRows(), complaints);
        List<List<InvalidInput.Field>> findings = invitations.check(
                file.lines().stream().map(CsvFile.Line::request).toList(), caller, locale);
        for (int n = 0; n < findings.size(); n++) {
            int line = file.lines().get(n).number();
            findings.get(n)
                    .forEach(found ->
                            complaints.addSaid(line, file.place(found.field()), found.field(), found.message()));
        }
        complainOfTwins(file, complaints);
        complainOfChoices(file, complaints);
        complaints.throwIfAny();
        return foretold(file.lines(), caller);
    }

    /** Which of the two is meant cannot be told, so neither is good. */
    private static void complainOfTwins(CsvFile file, Complaints complaints) {
        Map<String, List<Integer>> lines = new HashMap<>();
        for (CsvFile.Line line : file.lines()) {
            if (line.request().email() != null) {
                lines.computeIfAbsent(address(line.request()), address -> new ArrayList<>())
                        .add(line.number());
            }
        }
        lines.values().stream()
                .filter(same -> same.size() > 1)
                .forEach(same -> same.forEach(line -> {
                    int other = line.equals(same.get(0)) ? same.get(1) : same.get(0);
                    complaints.add(line, file.place(EMAIL), EMAIL, "bulk.row.twin", other);
                }));
    }

    /** Whether a word fits the person shows itself when the line's turn comes; whether it is one, now. */
    private static void complainOfChoices(CsvFile file, Complaints complaints) {
        for (CsvFile.Line line : file.lines()) {
            String word = line.request().continueAs();
            if (word != null && !ChoiceNeeded.words().contains(word)) {
                complaints.add(
                        line.number(),
                        file.place(CONTINUE),
                        CONTINUE,
                        "bulk.row.continue",
                        String.join(", ", ChoiceNeeded.words()));
            }
        }
    }

    private List<Checked> foretold(List<CsvFile.Line> lines, Viewer caller) {
        Map<String, Guests.Holder> known = guests.holdersByAddress(
                lines.stream().map(line -> address(line.request())).toList());
        return lines.stream()
                .map(line -> new Checked(
                        line.number(),
                        line.request(),
                        outlook(line.request(), known.get(address(line.request())), caller)))
                .toList();
    }

    private static RowResult outlook(InvitationRequest request, Guests.@Nullable Holder holder, Viewer caller) {
        // that somebody else has this guest is told once they are asked for it, which leaves a trace; a look at a file
        // leaves none
        if (holder == null || !Guests.maySeeGuestsOf(caller, holder.sponsor())) {
            return RowResult.REQUESTED;
        }
        if (holder.state() == GuestState.BLOCKED) {
            return request.continueAs() == null ? RowResult.CHOICE_NEEDED : RowResult.REQUESTED;
        }
        return RowResult.ON_LIST;
    }

    private static String address(InvitationRequest request) {
        return String.valueOf(request.email()).toLowerCase(Locale.ROOT);
    }
}
