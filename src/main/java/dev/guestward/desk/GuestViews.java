package dev.guestward.desk;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.Grants;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.LeavingSteps;
import dev.guestward.guest.NextActs;
import dev.guestward.guest.NextActs.NextAct;
import dev.guestward.guest.Timeline;
import dev.guestward.mail.Mails;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.redemption.Resends;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Makes what pages show of guests: names instead of ids, times with their distance, nothing invisible. */
@Component
class GuestViews {
    private final Clinics clinics;
    private final People people;
    private final Grants grants;
    private final NextActs nextActs;
    private final LeavingSteps leaving;
    private final Timeline timeline;
    private final Steps steps;
    private final Mails mails;
    private final Resends resends;
    private final Times times;
    private final MessageSource texts;

    GuestViews(
            Clinics clinics,
            People people,
            Grants grants,
            NextActs nextActs,
            LeavingSteps leaving,
            Timeline timeline,
            Steps steps,
            Mails mails,
            Resends resends,
            Times times,
            MessageSource texts) {
        this.clinics = clinics;
        this.people = people;
        this.grants = grants;
        this.nextActs = nextActs;
        this.leaving = leaving;
        this.timeline = timeline;
        this.steps = steps;
        this.mails = mails;
        this.resends = resends;
        this.times = times;
        this.texts = texts;
    }

    List<GuestRow> rows(List<Guest> guests, Locale locale) {
        Map<UUID, Clinic> known = clinics.all().stream().collect(Collectors.toMap(Clinic::id, Function.identity()));
        Map<PersonId, String> sponsors = new HashMap<>();
        return guests.stream()
                .map(guest -> row(
                        guest,
                        Optional.ofNullable(known.get(guest.clinicId())),
                        sponsors.computeIfAbsent(guest.sponsor(), id -> person(id, locale)),
                        locale))
                .toList();
    }

    GuestDetails details(Guest guest, Viewer viewer, Locale locale) {
        Optional<Clinic> clinic = clinics.byId(guest.clinicId());
        List<Timeline.Line> history = timeline.of(guest.id(), locale);
        NextAct next = nextActs.of(guest, locale);
        List<Mails.Mail> letters = mails.about(guest.id());
        GuestDetails.Resend resend = resend(guest, viewer);
        boolean leaves = isLeaving(guest);
        return new GuestDetails(
                row(guest, clinic, person(guest.sponsor(), locale), locale),
                Shown.text(guest.purpose()),
                Shown.text(guest.message()),
                guest.language(),
                person(guest.requestedBy(), locale),
                times.moment(guest.stateSince(), locale),
                guest.identity().map(kind -> "identity." + kind).orElse(null),
                Shown.text(guest.identityIssuer()),
                clinic.map(Clinic::identityKind)
                        .filter(expected -> guest.identity()
                                .flatMap(identity -> identity.fits(expected))
                                .filter(fits -> !fits)
                                .isPresent())
                        .map(expected -> "guest.identity.expected." + expected)
                        .orElse(null),
                guest.grants().stream()
                        .map(held -> new GuestDetails.Grant(
                                grants.nameOf(held.key()),
                                held.givenAt() == null ? null : times.moment(held.givenAt(), locale)))
                        .toList(),
                next,
                next == null || next.at() == null ? null : times.day(next.at(), locale),
                next == null
                        ? List.of()
                        : next.otherwise().stream()
                                .map(later -> new GuestDetails.Later(later.act(), times.moment(later.at(), locale)))
                                .toList(),
                steps.of(guest, history, letters, locale),
                newestFirst(history, locale),
                mails(letters, locale),
                resend,
                guest.state() == GuestState.REQUESTED || guest.state() == GuestState.INVITED || leaves,
                leaves,
                guest.version() + "-" + history.size() + "-" + letters.hashCode() + "-"
                        + (resend != null && resend.possible()));
    }

    /** Whether a removal or a restoration gets on by itself just now. */
    private boolean isLeaving(Guest guest) {
        return leaving.next(guest)
                .filter(step -> step.kind() != LeavingSteps.Kind.DELETE_ACCOUNT)
                .isPresent();
    }

    String clinic(Guest guest) {
        return clinics.byId(guest.clinicId()).map(Clinic::name).map(Shown::text).orElse("");
    }

    String person(PersonId id, Locale locale) {
        return people.byId(id)
                .map(Person::displayName)
                .map(Shown::text)
                .orElseGet(() -> texts.getMessage("actor.unknown", null, locale));
    }

    /** The state in a word. */
    String state(Guest guest, Locale locale) {
        return texts.getMessage("state." + guest.state(), null, locale);
    }

    List<String> grantNames(Guest guest) {
        return guest.grants().stream().map(held -> grants.nameOf(held.key())).toList();
    }

    private GuestRow row(Guest guest, Optional<Clinic> clinic, String sponsor, Locale locale) {
        return new GuestRow(
                guest.id().toString(),
                Shown.text(guest.displayName()),
                Shown.text(guest.email()),
                clinic.map(Clinic::name).map(Shown::text).orElse(""),
                clinic.map(Clinic::key).orElse(""),
                sponsor,
                StateView.of(guest.state()),
                StateView.attention(guest),
                times.day(guest.accessUntil(), locale),
                times.moment(guest.requestedAt(), locale));
    }

    private List<GuestDetails.Line> newestFirst(List<Timeline.Line> history, Locale locale) {
        List<GuestDetails.Line> lines = new ArrayList<>();
        history.forEach(line -> lines.add(new GuestDetails.Line(
                times.moment(line.at(), locale), Shown.text(line.actor()), Shown.text(line.text()))));
        Collections.reverse(lines);
        return lines;
    }

    private List<GuestDetails.Mail> mails(List<Mails.Mail> letters, Locale locale) {
        return letters.stream()
                .map(mail -> new GuestDetails.Mail(
                        "letter." + mail.kind().key(), StateView.of(mail.state()), times.moment(mail.since(), locale)))
                .toList();
    }

    private GuestDetails.@Nullable Resend resend(Guest guest, Viewer viewer) {
        boolean theirs = viewer.isAdministrator() || viewer.is(guest.sponsor());
        if (!theirs || guest.state() != GuestState.INVITED || guest.redeemedAt() != null) {
            return null;
        }
        return resends.obstacle(guest)
                .map(obstacle -> new GuestDetails.Resend(false, "guest.resend." + obstacle))
                .orElse(new GuestDetails.Resend(true, ""));
    }
}
