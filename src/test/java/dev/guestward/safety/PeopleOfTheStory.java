package dev.guestward.safety;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.expiry.Extension;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.invitation.GuestEdit;
import dev.guestward.invitation.InvitationAnswer;
import dev.guestward.invitation.InvitationRequest;
import dev.guestward.invitation.process.InvitationSlice;
import dev.guestward.people.Person;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.removal.BrakeHold;
import dev.guestward.removal.BrakeHolds;
import dev.guestward.removal.exemption.ProtectedAccount;
import dev.guestward.removal.exemption.ProtectionRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.task.Task;
import org.springframework.security.access.AccessDeniedException;

/** Sponsors, owners, administrators and clinicians, who say what they say by chance. The oracle hears what was taken. */
final class PeopleOfTheStory {
    private static final List<Person> SPONSORS = List.of(SeedPeople.AMARA, SeedPeople.BEN, SeedPeople.CHLOE);
    private static final Viewer ADMIN = Viewer.of(SeedPeople.ADMIN);
    private static final Viewer SECOND_ADMIN = Viewer.of(Product.SECOND_ADMIN);
    private static final Viewer OWNER = Viewer.of(SeedPeople.OWNER);
    private static final Set<GuestState> HERE = Set.of(GuestState.INVITED, GuestState.ACTIVE);
    private static final Set<GuestState> OVER = Set.of(GuestState.DELETED, GuestState.PURGED, GuestState.DECLINED);

    private final Random random;
    private final SimulatedClock clock;
    private final Agenda agenda;
    private final Machinery machinery;
    private final MoodyTenant tenant;
    private final Oracle oracle;
    private final Consumer<String> trace;
    private final OtherAdministrator other;
    private final Instant until;
    private final Map<Integer, GuestId> everybody = new TreeMap<>();
    private final Map<GuestId, Integer> former = new LinkedHashMap<>();
    private final Map<Integer, ProtectedAccount> protections = new TreeMap<>();
    private final Map<String, Integer> said = new TreeMap<>();
    private final Set<Integer> replaced = new HashSet<>();
    private final Set<Integer> toComeBack = new HashSet<>();
    private int next = 1;
    private boolean reportOnly;

    PeopleOfTheStory(
            Random random,
            SimulatedClock clock,
            Agenda agenda,
            Machinery machinery,
            MoodyTenant tenant,
            Oracle oracle,
            Consumer<String> trace,
            Instant until) {
        this.random = random;
        this.clock = clock;
        this.agenda = agenda;
        this.machinery = machinery;
        this.tenant = tenant;
        this.oracle = oracle;
        this.trace = trace;
        this.until = until;
        this.other = new OtherAdministrator(random, agenda, clock, tenant, oracle, this::did);
    }

    /** All records there have been of people, with their numbers. */
    Map<GuestId, Integer> everybody() {
        Map<GuestId, Integer> all = new LinkedHashMap<>(former);
        everybody.forEach((number, id) -> all.put(id, number));
        return all;
    }

    Map<String, Integer> said() {
        return said;
    }

    /** What the product shows of these. */
    Map<Integer, Oracle.Shown> shown(Collection<Integer> numbers) {
        Map<Integer, Oracle.Shown> all = new TreeMap<>();
        registers(numbers).forEach((number, guest) -> all.put(number, shown(guest)));
        return all;
    }

    private static Oracle.Shown shown(Guest guest) {
        if (guest.attention() == Attention.HELD_BY_BRAKE) {
            return Oracle.Shown.HELD;
        }
        if (guest.attention() == Attention.REMOVAL_REFUSED) {
            return Oracle.Shown.REFUSED;
        }
        if (guest.account().isEmpty()) {
            return Oracle.Shown.LET_GO;
        }
        return guest.attention() == null ? Oracle.Shown.NOTHING : Oracle.Shown.TOLD;
    }

    void begin(int guests) {
        for (int n = 0; n < guests; n++) {
            int number = next++;
            agenda.at(later(Duration.ofDays(15)), () -> invite(number));
        }
        tenant.afterLook(accounts -> {
            if (chance(0.02) && !reportOnly) {
                registers(everybody.keySet()).entrySet().stream()
                        .filter(entry -> other.account(entry.getValue())
                                .filter(accounts::contains)
                                .isPresent())
                        .findFirst()
                        .ifPresent(entry -> extend(entry.getKey(), ADMIN, 30));
            }
        });
        agenda.at(clock.instant().plus(Duration.ofHours(8)), this::day);
        long days = Duration.between(clock.instant(), until).toDays();
        for (long day = 40; day < days - 5; day += 35 + random.nextInt(30)) {
            agenda.at(onDay(day, 9), this::mistake);
        }
        for (long day = 20; day < days - 2; day += 30 + random.nextInt(40)) {
            agenda.at(onDay(day, random.nextInt(24)), this::outage);
        }
        for (long day = 150; day < days - 2; day += 300) {
            agenda.at(onDay(day, random.nextInt(24)), () -> {
                did("restart of the product");
                machinery.restart();
            });
        }
        if (days > 150) {
            agenda.at(onDay(120, 6), () -> reportOnly(true));
            agenda.at(onDay(123, 6), () -> reportOnly(false));
        }
    }

    /** Faults are over, and nobody says anything any more. */
    void calmDown() {
        tenant.calmDown();
        oracle.reachableAgain();
        tenant.afterLook(accounts -> {});
    }

    private Instant onDay(long day, int hour) {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
                .plusDays(day)
                .atTime(hour, random.nextInt(60))
                .toInstant(ZoneOffset.UTC);
    }

    private Instant later(Duration within) {
        return clock.instant().plusSeconds(1 + random.nextInt((int) within.toSeconds()));
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }

    private Product product() {
        return machinery.product();
    }

    private Guest register(int number) {
        return product().guests.get(guest(number));
    }

    /** Many at once, in the order of their numbers. */
    private Map<Integer, Guest> registers(Collection<Integer> numbers) {
        Map<GuestId, Guest> found = product()
                .guests
                .all(numbers.stream().map(this::guest).toList())
                .stream()
                .collect(Collectors.toMap(Guest::id, Function.identity()));
        Map<Integer, Guest> all = new TreeMap<>();
        numbers.forEach(number -> all.put(number, Objects.requireNonNull(found.get(guest(number)))));
        return all;
    }

    private GuestId guest(int number) {
        return Objects.requireNonNull(everybody.get(number));
    }

    private static Viewer sponsor(int number) {
        return Viewer.of(SPONSORS.get(number % SPONSORS.size()));
    }

    private LocalDate inDays(int days) {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(days);
    }

    private static Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusSeconds(1);
    }

    private void did(String what) {
        trace.accept(what);
        said.merge(what.replaceAll(" guest.*", "").replaceAll(": .*", ""), 1, Integer::sum);
    }

    /** @return whether the product took it */
    private boolean took(String what, int number, Runnable act) {
        try {
            act.run();
            did(what + " guest " + number);
            return true;
        } catch (Conflict | InvalidInput | NotFound | AccessDeniedException e) {
            did("refused " + what + " guest " + number + " " + e.getClass().getSimpleName());
            return false;
        } catch (RuntimeException e) {
            // whatever people ask for gets an answer
            oracle.wrong(number, what + " failed with " + e);
            return false;
        }
    }

    // the usual

    private void invite(int number) {
        boolean lakeside = isOfLakeside(number);
        String mail = mail(number);
        LocalDate end = inDays(20 + random.nextInt(160));
        InvitationRequest request = new InvitationRequest(
                mail,
                "Dr Number " + number,
                null,
                null,
                List.of(InvitationSlice.GRANT),
                end.toString(),
                "Shared care of cardiology patients",
                null,
                "en");
        took("invite", number, () -> {
            InvitationAnswer answer = product().invitations.request(request, sponsor(number), null);
            everybody.put(number, ((InvitationAnswer.Accepted) answer).guest());
            oracle.requested(number, mail, lakeside ? "lakeside" : "harbour", endOf(end));
        });
        invited(number, mail, lakeside);
    }

    private void invited(int number, String mail, boolean lakeside) {
        if (lakeside) {
            String decision = chance(0.9) ? "approve" : "decline";
            agenda.at(
                    later(Duration.ofDays(3)),
                    () -> took(
                            decision,
                            number,
                            () -> product()
                                    .approvals
                                    .decide(guest(number), OWNER, decision, "As agreed with the clinic")));
        }
        if (chance(0.85)) {
            agenda.at(later(Duration.ofDays(25)), () -> redeem(number, mail));
        }
    }

    private static boolean isOfLakeside(int number) {
        return number % 3 == 0;
    }

    private static String mail(int number) {
        return "p" + number + (isOfLakeside(number) ? "@lakeside-practice.example" : "@harbour-clinic.example");
    }

    private void redeem(int number, String mail) {
        other.account(register(number))
                .filter(account -> other.mayRedeem(account))
                .ifPresent(account -> {
                    tenant.inner.redeem(mail);
                    did("redeemed by guest " + number);
                    Instant heard = chance(0.8) ? clock.instant().plusSeconds(5) : later(Duration.ofMinutes(10));
                    agenda.at(
                            heard,
                            () -> tenant.inner
                                    .actually(account)
                                    .ifPresent(user -> product().accounts.seen(user, clock.instant())));
                });
    }

    private boolean extend(int number, Viewer viewer, int days) {
        LocalDate end = inDays(days);
        return took("extend", number, () -> {
            Extension wish = new Extension(end.toString(), "Care goes on", false);
            if (product().extensions.extend(guest(number), wish, viewer)) {
                oracle.endsAt(number, endOf(end));
            }
        });
    }

    private void shorten(int number, Viewer viewer, int days) {
        LocalDate end = inDays(days);
        took("shorten", number, () -> {
            product()
                    .edits
                    .edit(
                            guest(number),
                            new GuestEdit(
                                    null, null, end.toString(), register(number).version()),
                            viewer);
            oracle.endsAt(number, endOf(end));
        });
    }

    private void remove(int number, Viewer viewer, boolean urgent) {
        boolean taken = took(urgent ? "remove at once" : "remove", number, () -> {
            product().removals.remove(guest(number), "Has left the clinic", urgent, viewer);
            oracle.removalAsked(number, urgent);
        });
        if (taken && !urgent && chance(0.4)) {
            agenda.at(
                    later(Duration.ofMinutes(18)),
                    () -> took("undo", number, () -> {
                        product().removals.undo(guest(number), viewer);
                        oracle.undone(number);
                    }));
        }
    }

    private void restore(int number, Viewer viewer) {
        LocalDate end = inDays(30 + random.nextInt(60));
        took("restore", number, () -> {
            product().restorations.restore(guest(number), "Was removed by mistake", end.toString(), viewer);
            oracle.restorationAsked(number);
            oracle.endsAt(number, endOf(end));
            toComeBack.add(number);
            anotherRecord(number);
        });
    }

    /** Whose account is gone for good comes back under another record, at once or when that turns out. */
    private void anotherRecord(int number) {
        product()
                .db
                .sql("select id from guest where previous = ?")
                .param(guest(number).value())
                .query(UUID.class)
                .optional()
                .ifPresent(id -> {
                    toComeBack.remove(number);
                    former.put(guest(number), number);
                    everybody.put(number, new GuestId(id));
                    did("under another record guest " + number);
                    invited(number, mail(number), isOfLakeside(number));
                });
    }

    private void protect(int number) {
        LocalDate last = inDays(2 + random.nextInt(30));
        took("protect", number, () -> {
            protections.put(
                    number,
                    product()
                            .protectedAccounts
                            .add(
                                    new ProtectionRequest(
                                            null, guest(number).toString(), "Needed in an exercise", last.toString()),
                                    ADMIN));
            oracle.protectedUntil(number, Optional.of(endOf(last).plusSeconds(1)));
        });
    }

    private void takeOffTheList(int number) {
        Optional.ofNullable(protections.remove(number))
                .ifPresent(entry -> took("protect no more", number, () -> {
                    product().protectedAccounts.takeOff(entry.id(), ADMIN);
                    oracle.protectedUntil(number, Optional.empty());
                }));
    }

    /** What a day brings. */
    private void day() {
        agenda.at(clock.instant().plus(Duration.ofDays(1)), this::day);
        tenant.mood(chance(0.15) ? 0.3 : 0.05);
        other.emptyBin();
        if (chance(0.3)) {
            agenda.at(later(Duration.ofHours(20)), other::showThePast);
        }
        if (!reportOnly) {
            registers(everybody.keySet()).forEach(this::dayOf);
            agenda.at(later(Duration.ofHours(4)), this::desk);
        }
    }

    private void dayOf(int number, Guest guest) {
        if (guest.state() == GuestState.PURGED && toComeBack.contains(number)) {
            anotherRecord(number);
        }
        Viewer sponsor = sponsor(number);
        if (OVER.contains(guest.state()) && chance(0.05) && replaced.add(number)) {
            int newcomer = next++;
            agenda.at(later(Duration.ofHours(9)), () -> invite(newcomer));
        }
        if (HERE.contains(guest.state())) {
            dayOfOneWithAccess(number, guest, sponsor);
        } else if (guest.state() == GuestState.BLOCKED && chance(0.02)
                || guest.state() == GuestState.DELETED && chance(0.01)) {
            agenda.at(later(Duration.ofHours(9)), () -> restore(number, sponsor));
        }
        other.day(number, guest);
        if (protections.containsKey(number) && chance(0.03)) {
            takeOffTheList(number);
        }
    }

    private void dayOfOneWithAccess(int number, Guest guest, Viewer sponsor) {
        Duration left = Duration.between(clock.instant(), guest.accessUntil());
        boolean soon = !left.isNegative() && left.compareTo(Duration.ofDays(10)) < 0;
        if (soon && chance(0.06)) {
            agenda.at(later(Duration.ofHours(15)), () -> extend(number, sponsor, 20 + random.nextInt(60)));
        }
        if (soon && chance(0.05)) {
            stopWorkflow(guest.id());
        }
        if (soon && left.compareTo(Duration.ofDays(1)) < 0 && chance(0.15)) {
            Duration moment = Duration.ofMillis(List.of(1000, 1, 0, -60_000).get(random.nextInt(4)));
            agenda.at(guest.accessUntil().minus(moment), () -> extend(number, ADMIN, 40));
        }
        if (chance(0.003)) {
            agenda.at(later(Duration.ofHours(9)), () -> remove(number, sponsor, chance(0.3)));
        }
        if (chance(0.003)) {
            agenda.at(later(Duration.ofHours(9)), () -> shorten(number, sponsor, random.nextInt(3)));
        }
        if (chance(0.003)) {
            agenda.at(later(Duration.ofHours(9)), () -> protect(number));
        }
    }

    /** The workflow that would end access stands still from now on. */
    private void stopWorkflow(GuestId guest) {
        product()
                .engine
                .getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(guest.toString())
                .processDefinitionKey("guest-expiry")
                .active()
                .list()
                .forEach(instance -> {
                    product().engine.getRuntimeService().suspendProcessInstanceById(instance.getId());
                    did("workflow stopped");
                });
    }

    // mistakes, and what is done about them

    private void mistake() {
        int kind = random.nextInt(3);
        did(List.of("feed: everybody ends today", "script: everybody is removed", "feed: everybody ends tomorrow")
                .get(kind));
        for (int number : List.copyOf(everybody.keySet())) {
            if (HERE.contains(register(number).state()) && chance(0.65)) {
                switch (kind) {
                    case 0 -> shorten(number, SECOND_ADMIN, 0);
                    case 1 -> remove(number, SECOND_ADMIN, chance(0.2));
                    default -> shorten(number, SECOND_ADMIN, 1);
                }
                agenda.at(clock.instant().plus(Duration.ofHours(20 + random.nextInt(30))), () -> repaired(number));
            }
        }
    }

    private void repaired(int number) {
        if (register(number).state() == GuestState.BLOCKED && chance(0.7)) {
            restore(number, ADMIN);
        } else if (HERE.contains(register(number).state()) && chance(0.8)) {
            extend(number, ADMIN, 40 + random.nextInt(60));
        }
    }

    private void outage() {
        did("outage");
        tenant.down(true);
        agenda.at(later(Duration.ofHours(4)), () -> {
            did("outage over");
            tenant.down(false);
            oracle.reachableAgain();
        });
    }

    private void reportOnly(boolean on) {
        did(on ? "only reports" : "acts again");
        reportOnly = on;
        product().mode.reportOnly(on);
        oracle.reportsOnly(on);
    }

    /** What administrators find on their desk. */
    private void desk() {
        tasks();
        product().holds.waiting(ADMIN).stream()
                .flatMap(batch -> batch.holds().stream())
                .limit(20)
                .forEach(this::held);
    }

    private void held(BrakeHold hold) {
        int number = number(hold.guest());
        BrakeHolds.Choice choice = BrakeHolds.Choice.of(hold.id());
        double fate = random.nextDouble();
        if (fate < 0.25) {
            took("ask for the release of", number, () -> product().holds.release(choice, ADMIN));
            agenda.at(
                    later(Duration.ofHours(3)),
                    () -> took("release", number, () -> {
                        if (product().holds.release(choice, SECOND_ADMIN).released() > 0) {
                            oracle.released(number);
                        }
                    }));
        } else if (fate < 0.5) {
            took("drop", number, () -> {
                product().holds.drop(choice, "They stay", SECOND_ADMIN);
                oracle.removalOver(number);
            });
        }
    }

    private void tasks() {
        decide("UserTask_DecideOnRefusedBlock", task -> chance(0.5) ? "again" : "give-up");
        decide("UserTask_DecideOnRefusedDeletion", task -> chance(0.5) ? "again" : "give-up");
        decide("UserTask_DecideOnRefusedRestoration", task -> "again");
    }

    private void decide(String definition, Function<Task, String> by) {
        List<Task> tasks = product()
                .engine
                .getTaskService()
                .createTaskQuery()
                .taskDefinitionKey(definition)
                .active()
                .orderByTaskId()
                .asc()
                .list();
        for (Task task : tasks) {
            String decision = by.apply(task);
            int number = number(new GuestId(UUID.fromString(product()
                    .engine
                    .getRuntimeService()
                    .createProcessInstanceQuery()
                    .processInstanceId(task.getProcessInstanceId())
                    .singleResult()
                    .getBusinessKey())));
            took(decision, number, () -> {
                product()
                        .engine
                        .getIdentityService()
                        .setAuthenticatedUserId(SeedPeople.ADMIN.id().value());
                try {
                    product().engine.getTaskService().complete(task.getId(), Map.of("decision", decision));
                } finally {
                    product().engine.getIdentityService().clearAuthentication();
                }
                if ("give-up".equals(decision)) {
                    oracle.removalOver(number);
                } else if (task.getTaskDefinitionKey().equals("UserTask_DecideOnRefusedBlock")) {
                    oracle.triedAgain(number);
                }
            });
        }
    }

    private int number(GuestId id) {
        return everybody.entrySet().stream()
                .filter(entry -> entry.getValue().equals(id))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }
}
