package dev.guestward.adoption;

import dev.guestward.directory.gateway.AccountProtection;
import dev.guestward.guest.AdoptedGuests;
import dev.guestward.guest.GuestState;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Why a guest that was found is not adopted: nothing about it needs anybody's judgement. */
@Component
class Hindrance {
    static final String BLOCKED = "blocked";
    static final String SYNCHRONIZED = "synchronized";
    static final String ROLE = "holds-directory-role";
    static final String PROTECTED = "protected";
    static final String NO_ADDRESS = "no-address";
    static final String ADDRESS_TAKEN = "address-taken";

    private final AccountProtection protection;
    private final AdoptedGuests register;

    Hindrance(AccountProtection protection, AdoptedGuests register) {
        this.protection = protection;
        this.register = register;
    }

    /** @param leftBecause set if, and only if, it is left alone */
    record Verdict(Standing standing, @Nullable String leftBecause) {}

    /** Who in the register has which of the addresses of these guests. */
    Map<String, GuestState> holders(Collection<FoundGuest> found) {
        Set<String> addresses = new HashSet<>();
        found.forEach(guest -> addresses.addAll(guest.addresses()));
        return addresses.isEmpty() ? Map.of() : register.holders(addresses);
    }

    /** What the facts alone say; otherwise it is FOUND. */
    Verdict of(FoundGuest guest, Map<String, GuestState> holders) {
        FoundGuest.Facts facts = guest.facts();
        if (facts.synchronizedFromOnPremises()) {
            return left(SYNCHRONIZED);
        }
        if (facts.holdsRole()) {
            return left(ROLE);
        }
        if (protection.isProtected(guest.account())) {
            return left(PROTECTED);
        }
        if (guest.email() == null) {
            return left(NO_ADDRESS);
        }
        List<GuestState> held = guest.addresses().stream()
                .filter(holders::containsKey)
                .map(holders::get)
                .toList();
        if (held.contains(GuestState.REQUESTED)) {
            return new Verdict(Standing.EXPECTED, null);
        }
        if (!held.isEmpty()) {
            return left(ADDRESS_TAKEN);
        }
        return facts.enabled() ? new Verdict(Standing.FOUND, null) : left(BLOCKED);
    }

    private static Verdict left(String because) {
        return new Verdict(Standing.LEFT_ALONE, because);
    }
}
