package dev.guestward.adoption;

import dev.guestward.audit.Actor;
import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.directory.DeltaPage;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.ManagedAccounts;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.UnmanagedGuests;
import dev.guestward.guest.AdoptedGuests;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lists the guests of the tenant whom nobody asked us to invite, as the feed of changes shows them. Nothing is read from the
 * directory for it. Our own invitation may be seen before our own record knows its account; such a guest is expected, not
 * found.
 */
@Component
public class Discovery implements UnmanagedGuests {
    private static final Logger log = LoggerFactory.getLogger(Discovery.class);

    private final FoundGuestTable table;
    private final AdoptionState state;
    private final AdoptionSettings settings;
    private final Hindrance hindrance;
    private final ManagedAccounts managed;
    private final AdoptedGuests register;
    private final Clinics clinics;

    Discovery(
            FoundGuestTable table,
            AdoptionState state,
            AdoptionSettings settings,
            Hindrance hindrance,
            ManagedAccounts managed,
            AdoptedGuests register,
            Clinics clinics) {
        this.table = table;
        this.state = state;
        this.settings = settings;
        this.hindrance = hindrance;
        this.managed = managed;
        this.register = register;
        this.clinics = clinics;
    }

    @Override
    public boolean wantWholeRound() {
        if (!settings.watches()) {
            state.forgetRound();
            return false;
        }
        return !state.hasBegunRound();
    }

    @Override
    @Transactional
    public void shown(DeltaPage page, Instant at) {
        if (!settings.watches()) {
            return;
        }
        state.pageSeen(page.entries().size(), page.last(), at);
        // an object may come several times on a page; the last one counts
        Map<ObjectId, Optional<DirectoryUser>> users = new LinkedHashMap<>();
        page.entries()
                .forEach(entry ->
                        users.put(entry.id(), Optional.ofNullable(entry.user()).filter(DirectoryUser::isGuest)));
        Map<ObjectId, FoundGuest> known = table.of(users.keySet());
        Set<ObjectId> ours = managed.managed(users.keySet());
        List<FoundGuest> found = new ArrayList<>();
        Map<String, Optional<UUID>> byDomain = new HashMap<>();
        users.forEach((id, user) -> {
            FoundGuest before = known.get(id);
            if (before != null && before.standing() == Standing.ADOPTED && user.isPresent() && !ours.contains(id)) {
                // adopted once, and let go since: found like anybody else
                table.forget(id);
                known.remove(id);
                before = null;
            }
            if (user.isEmpty() && before != null && before.standing() != Standing.ADOPTED) {
                gone(before);
            } else if (user.isPresent() && ours.contains(id)) {
                becameOurs(before);
            } else if (user.isPresent() && (before == null || before.standing() != Standing.ADOPTED)) {
                found.add(seen(user.get(), before, byDomain, at));
            }
        });
        Map<String, GuestState> holders = hindrance.holders(found);
        found.forEach(guest -> write(guest, known.get(guest.account()), holders));
        long fresh = found.stream()
                .filter(guest -> !known.containsKey(guest.account()))
                .count();
        if (fresh > 0) {
            log.info("{} guests nobody asked us to invite were found in the directory", fresh);
        }
    }

    private void gone(FoundGuest before) {
        table.forget(before.account());
        register.passedOver(before.id(), Actor.directory(), "not-there");
    }

    private void becameOurs(@Nullable FoundGuest before) {
        if (before != null && before.standing() != Standing.ADOPTED) {
            table.forget(before.account());
            register.passedOver(before.id(), Actor.directory(), "own-invitation");
        }
    }

    private FoundGuest seen(
            DirectoryUser user, @Nullable FoundGuest before, Map<String, Optional<UUID>> byDomain, Instant at) {
        List<String> addresses = Stream.concat(Stream.ofNullable(user.mail()), user.otherMails().stream())
                .map(address -> address.strip().toLowerCase(Locale.ROOT))
                .filter(address -> address.indexOf('@') > 0)
                .distinct()
                .toList();
        String email = addresses.isEmpty() ? null : addresses.get(0);
        UUID clinic = email == null
                ? null
                : byDomain.computeIfAbsent(
                                email.substring(email.lastIndexOf('@') + 1),
                                domain -> clinics.byDomain(domain).map(Clinic::id))
                        .orElse(null);
        boolean pending = user.redemption() == DirectoryUser.Redemption.PENDING;
        return new FoundGuest(
                user.id(),
                before == null ? GuestId.random() : before.id(),
                before == null ? Standing.FOUND : before.standing(),
                null,
                null,
                user.displayName(),
                email,
                addresses,
                new FoundGuest.Facts(
                        pending,
                        user.enabled(),
                        user.synchronizedFromOnPremises(),
                        false,
                        user.hasAccepted() ? Objects.requireNonNullElse(user.redemptionChangedAt(), at) : null,
                        user.identityIssuer(),
                        user.createdAt()),
                Set.of(),
                clinic,
                null,
                null,
                null,
                before == null ? at : before.foundAt());
    }

    private void write(FoundGuest guest, @Nullable FoundGuest before, Map<String, GuestState> holders) {
        Hindrance.Verdict verdict = hindrance.of(guest, holders);
        boolean keeps = before != null
                && (before.standing() == Standing.IGNORED
                        || before.standing() == Standing.IN_HAND && verdict.standing() == Standing.FOUND);
        table.save(guest, keeps ? new Hindrance.Verdict(guest.standing(), null) : verdict);
        if (before == null) {
            register.discovered(guest.id(), Map.of("account", guest.account().value()));
        }
    }
}
