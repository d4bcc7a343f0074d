package dev.guestward.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.embedded.SeedPeople;
import dev.guestward.expiry.ClinicClosure;
import dev.guestward.expiry.ClinicClosures;
import dev.guestward.expiry.ExpiryPlanner;
import dev.guestward.expiry.ExpirySettings;
import dev.guestward.expiry.ExpirySweep;
import dev.guestward.expiry.OnGuestsThatEnd;
import dev.guestward.guest.GuestId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.InvalidInput;
import dev.guestward.redemption.PassingDays;
import dev.guestward.redemption.RedemptionSettings;
import dev.guestward.removal.ExpectedEnds;
import dev.guestward.removal.RemovalSettings;
import dev.guestward.settings.PolicyPreview.Preview;
import dev.guestward.settings.PolicyPreview.Row;
import dev.guestward.settings.PolicyPreview.What;
import dev.guestward.settings.PreviewRequest.Numbers;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.test.util.AopTestUtils;

/** A preview is held against what happens when its values are in force and the days pass. */
class PolicyPreviewTest extends OnGuestsThatEnd {
    private static final Viewer ADMIN = Viewer.of(SeedPeople.ADMIN);
    private static final int DAYS = 22;

    /** Within each day, so that what is due one after the other is done one after the other. */
    private static final List<Duration> STEPS = List.of(
            Duration.ofMinutes(20 * 60 + 10), Duration.ofMinutes(30), Duration.ofMinutes(30), Duration.ofMinutes(170));

    @Autowired
    PolicyPreview preview;

    @Autowired
    ExpiryPlanner planner;

    @Autowired
    ExpirySweep sweep;

    @Autowired
    ExpectedEnds expected;

    @Autowired
    ClinicClosures closures;

    @Autowired
    ExpirySettings expiry;

    @Autowired
    RedemptionSettings redemption;

    @Autowired
    RemovalSettings removal;

    @Autowired
    ApplicationContext context;

    private final Map<String, Integer> known = new TreeMap<>();
    private final Map<String, Integer> seen = new TreeMap<>();

    /** Nobody else is there, and what is due on a day is not done after midnight. */
    @BeforeEach
    void alone() {
        db.sql("update guest set state = 'DECLINED' where state in ('REQUESTED', 'INVITED', 'ACTIVE', 'BLOCKED')")
                .update();
        db.sql("delete from effect where state in ('PLANNED', 'SENT', 'UNKNOWN')")
                .update();
        db.sql("update removal set ended_at = now(), ended_as = 'UNDONE' where ended_at is null")
                .update();
        LocalTime time = LocalTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (time.getHour() < 6) {
            clock.step(Duration.between(time, LocalTime.of(6, 0)));
        } else if (time.getHour() >= 20) {
            clock.step(Duration.between(time, LocalTime.of(23, 59)).plusHours(7));
        }
    }

    @AfterEach
    void withdraw() {
        apply(expiry);
        apply(redemption);
        apply(removal);
        db.sql("delete from brake_cap").update();
    }

    @Test
    void whatIsForetoldIsWhatThenHappens() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        GuestId announced = activeUntil(Duration.ofDays(12).minusHours(1));
        planner.run();
        work();
        expected.note();
        List<GuestId> mine = new ArrayList<>(List.of(
                announced,
                activeUntil(Duration.ofDays(10).minusHours(1)),
                activeUntil(Duration.ofHours(20)),
                activeUntil(Duration.ofMinutes(20 * 60 + 30)),
                activeUntil(Duration.ofHours(21)),
                invited()));
        Preview foretold = preview.preview(
                new PreviewRequest(
                        null,
                        List.of("5d", "2d"),
                        "20d",
                        null,
                        "7d",
                        Map.of("blocks", new Numbers(2, 2, 0), "deletes", new Numbers(1, 1, 0)),
                        null,
                        null),
                ADMIN);
        mine.forEach(guest -> happened(guest, 0));

        apply(new ExpirySettings(
                List.of(Duration.ofDays(5), Duration.ofDays(2)), expiry.longestEmergency(), expiry.emergencyPause()));
        apply(new RedemptionSettings(
                redemption.reminders(),
                redemption.askSponsorAfter(),
                redemption.remindSponsorAfter(),
                Duration.ofDays(20),
                redemption.resendPause()));
        apply(new RemovalSettings(removal.undo(), Duration.ofDays(7)));
        db.sql("update brake_cap set fewest = 2, most = 2, percent = 0 where name = 'BLOCKS'")
                .update();
        db.sql("update brake_cap set fewest = 1, most = 1, percent = 0 where name = 'DELETES'")
                .update();
        PassingDays days = new PassingDays(engine, db);
        TreeSet<String> happened = new TreeSet<>();
        look(mine, days);
        mine.forEach(guest -> happened.addAll(happened(guest, 0)));
        for (int day = 1; day <= DAYS; day++) {
            for (Duration step : STEPS) {
                pass(step);
                look(mine, days);
                for (GuestId guest : mine) {
                    happened.addAll(happened(guest, day));
                }
            }
        }

        TreeSet<String> expectedRows = new TreeSet<>();
        for (Row row : foretold.rows()) {
            LocalDate on = row.on();
            if (mine.contains(row.guest()) && on != null && !on.isAfter(today.plusDays(DAYS))) {
                long day = on.toEpochDay() - today.toEpochDay();
                expectedRows.add(mine.indexOf(row.guest()) + " " + row.what() + " " + row.nth() + " day " + day);
            }
            if (row.heldBy() != null) {
                expectedRows.add(mine.indexOf(row.guest()) + " held " + row.what());
            }
        }
        happened.removeIf(line -> line.isEmpty());
        assertThat(indexed(happened, mine)).containsExactlyElementsOf(expectedRows);
        assertThat(expectedRows)
                .as("the forecast has all there is to foretell")
                .anyMatch(line -> line.contains("held BLOCK"))
                .anyMatch(line -> line.contains("held DELETION"))
                .anyMatch(line -> line.contains("LAPSE"))
                .anyMatch(line -> line.contains("QUESTION"))
                .anyMatch(line -> line.contains("REMINDER 3"))
                .anyMatch(line -> line.contains("WARNING 2"));
        assertThat(foretold.days().stream().mapToLong(PolicyPreview.Day::held).sum())
                .isEqualTo(expectedRows.stream()
                        .filter(line -> line.contains("held"))
                        .count());
    }

    @Test
    void theEndsOfAClosingAreThoseThatTheClosingSets() {
        LocalDate on = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(25);
        GuestId later = activeUntil(Duration.ofDays(40));
        GuestId sooner = activeUntil(Duration.ofDays(20));

        Preview foretold = preview.preview(
                new PreviewRequest(null, null, null, null, null, null, "harbour", on.toString()), ADMIN);
        closures.close("harbour", new ClinicClosure(on.toString(), "Merged", List.of(), "harbour"), ADMIN);

        assertThat(foretold.rows())
                .filteredOn(row -> row.what() == What.BLOCK)
                .extracting(Row::guest, Row::on)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(
                                later, day(current(later).accessUntil())),
                        org.assertj.core.groups.Tuple.tuple(
                                sooner, day(current(sooner).accessUntil())));
        assertThat(foretold.affected()).isEqualTo(1);
        db.sql("update clinic set agreement_end = null where key = 'harbour'").update();
    }

    @Test
    void nothingIsAffectedWhileAllValuesStay() {
        activeUntil(Duration.ofDays(20));

        Preview same = preview.preview(new PreviewRequest(null, null, null, null, null, null, null, null), ADMIN);

        assertThat(same.affected()).isZero();
        assertThat(same.rows()).isNotEmpty().noneMatch(Row::isChanged);
    }

    @Test
    void endsBeyondAShorterLongestAccessStayAndAreCounted() {
        activeUntil(Duration.ofDays(20));
        activeUntil(Duration.ofDays(200));

        Preview shorter = preview.preview(new PreviewRequest("90d", null, null, null, null, null, null, null), ADMIN);

        assertThat(shorter.beyondLongestAccess()).isEqualTo(1);
        assertThat(shorter.affected()).isZero();
    }

    @Test
    void everyValueThatTheProductWouldRefuseAtStartIsNamed() {
        assertThatThrownBy(() -> preview.preview(
                        new PreviewRequest(
                                "x",
                                List.of("1d", "14d"),
                                "1d",
                                "5d",
                                "1d",
                                Map.of("blocks", new Numbers(5, 1, 0)),
                                "nowhere",
                                "soon"),
                        ADMIN))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        wrong -> assertThat(wrong.fields())
                                .extracting(InvalidInput.Field::field)
                                .containsExactlyInAnyOrder(
                                        "longestAccess",
                                        "warnings",
                                        "lapseAfter",
                                        "undo",
                                        "grace",
                                        "caps",
                                        "clinic",
                                        "agreementEnd"));
        assertThatThrownBy(() -> preview.preview(
                        new PreviewRequest(null, null, null, null, null, null, null, null),
                        Viewer.of(SeedPeople.AMARA)))
                .isInstanceOf(AccessDeniedException.class);
    }

    private void look(List<GuestId> mine, PassingDays days) {
        expected.note();
        planner.run();
        sweep.run();
        work();
        for (int again = 0; again < 3; again++) {
            mine.forEach(days::fire);
            work();
        }
    }

    /** Moves everybody's past instead of the clock, which other tests share. */
    private void pass(Duration by) {
        db.sql(
                        "select table_name, string_agg(format('%1$I = %1$I - make_interval(secs => " + by.toSeconds()
                                + ")', column_name), ', ') as moved from information_schema.columns"
                                + " where table_schema = current_schema() and data_type like 'timestamp%'"
                                + " and table_name in ('guest', 'removal', 'effect', 'brake_count', 'brake_hold', 'expected_end',"
                                + " 'expiry_plan', 'redemption_follow_up', 'act_ru_job', 'act_ru_ext_task') group by table_name")
                .query((rs, row) -> "update " + rs.getString("table_name") + " set " + rs.getString("moved"))
                .list()
                .forEach(sql -> db.sql(sql).update());
        db.sql("select id_, text_ from act_ru_variable where name_ = 'accessUntil'")
                .query((rs, row) -> Map.entry(rs.getString("id_"), rs.getString("text_")))
                .list()
                .forEach(end -> db.sql("update act_ru_variable set text_ = ? where id_ = ?")
                        .params(Instant.parse(end.getValue()).minus(by).toString(), end.getKey())
                        .update());
    }

    /** What is new about the guest since this was last asked. */
    private List<String> happened(GuestId guest, int day) {
        List<String> lines = new ArrayList<>();
        news(guest, What.WARNING, day, mails(guest, "ENDING_SOON_SPONSOR"), lines);
        news(guest, What.REMINDER, day, mails(guest, "INVITATION_REMINDER"), lines);
        news(guest, What.QUESTION, day, Math.min(1, mails(guest, "SPONSOR_CHOICE")), lines);
        List<String> codes = codes(guest);
        news(guest, What.BLOCK, day, count(codes, "blocked"), lines);
        news(guest, What.DELETION, day, count(codes, "deleted"), lines);
        news(guest, What.LAPSE, day, count(codes, "lapsed"), lines);
        db.sql("select kind from brake_hold where guest_id = ?")
                .param(guest.value())
                .query(String.class)
                .list()
                .forEach(kind -> lines.add(guest + " held " + ("BLOCK".equals(kind) ? What.BLOCK : What.DELETION)));
        return lines;
    }

    private void news(GuestId guest, What what, int day, int many, List<String> lines) {
        int foretold = known.computeIfAbsent(guest + " " + what, key -> many);
        int before = seen.getOrDefault(guest + " " + what, foretold);
        seen.put(guest + " " + what, many);
        for (int nth = before + 1; nth <= many; nth++) {
            lines.add(guest + " " + what + " " + (nth - foretold) + " day " + day);
        }
    }

    private int mails(GuestId guest, String kind) {
        return db.sql("select count(*) from mail_message where guest_id = ? and kind = ?")
                .params(guest.value(), kind)
                .query(Integer.class)
                .single();
    }

    private static int count(List<String> codes, String code) {
        return (int) codes.stream().filter(code::equals).count();
    }

    private static TreeSet<String> indexed(TreeSet<String> lines, List<GuestId> mine) {
        TreeSet<String> indexed = new TreeSet<>();
        lines.forEach(line -> mine.stream()
                .filter(guest -> line.startsWith(guest.toString()))
                .forEach(guest -> indexed.add(
                        mine.indexOf(guest) + line.substring(guest.toString().length()))));
        return indexed;
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    /** Every part of the product goes by this value from now on, as after a start. */
    private void apply(Object settings) {
        for (String name : context.getBeanDefinitionNames()) {
            Object bean = AopTestUtils.getUltimateTargetObject(context.getBean(name));
            if (bean.getClass().getName().startsWith("dev.guestward")
                    && !bean.getClass().isRecord()) {
                for (Field field : bean.getClass().getDeclaredFields()) {
                    if (field.getType() == settings.getClass()) {
                        org.springframework.test.util.ReflectionTestUtils.setField(bean, field.getName(), settings);
                    }
                }
            }
        }
    }
}
