package dev.guestward.removal.exemption.web;

import dev.guestward.guest.PageOf;
import dev.guestward.guest.Paging;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import dev.guestward.removal.exemption.ProtectedAccount;
import dev.guestward.removal.exemption.ProtectedAccounts;
import dev.guestward.removal.exemption.ProtectionRequest;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Accounts from which nothing is taken, for administrators. */
@RestController
@RequestMapping(path = "/api/protected", produces = "application/json")
class ProtectedAccountsController {
    private final ProtectedAccounts accounts;
    private final People people;

    ProtectedAccountsController(ProtectedAccounts accounts, People people) {
        this.accounts = accounts;
        this.people = people;
    }

    /**
     * A protected account.
     *
     * @param account object id
     * @param guest whose account it is; missing if it is none of ours
     * @param until last day
     * @param listedBy user name
     */
    record ProtectedView(
            String id,
            String account,
            @Nullable GuestRef guest,
            String reason,
            LocalDate until,
            String listedBy,
            Instant listedAt) {
        record GuestRef(String id, String displayName, String email) {}
    }

    /** A page of the accounts that are protected today; what ends first comes first. */
    @GetMapping
    PageOf<ProtectedView> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size,
            @Parameter(hidden = true) Viewer viewer) {
        Paging.check(page, size);
        return accounts.list(page, size, viewer).map(this::view);
    }

    /** Protects an account until the end of a day. */
    @PostMapping(consumes = "application/json")
    @ResponseStatus(HttpStatus.CREATED)
    ProtectedView add(@RequestBody ProtectionRequest request, @Parameter(hidden = true) Viewer viewer) {
        return view(accounts.add(request, viewer));
    }

    /** Ends a protection before its day. */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void takeOff(@PathVariable String id, @Parameter(hidden = true) Viewer viewer) {
        accounts.takeOff(parsed(id), viewer);
    }

    private ProtectedView view(ProtectedAccount entry) {
        return new ProtectedView(
                entry.id().toString(),
                entry.accountId(),
                accounts.guestOf(entry)
                        .map(guest ->
                                new ProtectedView.GuestRef(guest.id().toString(), guest.displayName(), guest.email()))
                        .orElse(null),
                entry.reason(),
                entry.until(),
                people.byId(entry.listedBy())
                        .map(Person::userName)
                        .orElseGet(() -> entry.listedBy().value()),
                entry.listedAt());
    }

    private static UUID parsed(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new NotFound("There is no such protection, or it is over.");
        }
    }
}
