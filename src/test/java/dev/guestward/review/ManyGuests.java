package dev.guestward.review;

import dev.guestward.people.PersonId;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Active guests by the thousand, put into the tables directly. */
public final class ManyGuests {
    private ManyGuests() {}

    public static PersonId sponsor(int number) {
        return new PersonId("5eed0000-0000-4000-9000-%012d".formatted(number));
    }

    /** @param each how many guests a sponsor has; sponsors count from {@code first} */
    public static void insert(JdbcClient db, int first, int sponsors, int each, Instant now, @Nullable Instant due) {
        db.sql("""
                        insert into guest (id, email, email_key, display_name, clinic_id, sponsor_id, requested_by, purpose, language,
                                           access_until, state, state_since, requested_at, directory_id, redeemed_at, review_due_at)
                        select gen_random_uuid(), n || '@many.example', s || '-' || n || '@many.example', 'Guest ' || n,
                               (select id from clinic order by key limit 1),
                               '5eed0000-0000-4000-9000-' || lpad(s::text, 12, '0'), '5eed0000-0000-4000-9000-' || lpad(s::text, 12, '0'),
                               'Shared care', 'en', :now::timestamptz + interval '300 days', 'ACTIVE', :now, :now,
                               gen_random_uuid()::text, :now, :due
                        from generate_series(:first, :first + :sponsors - 1) s, generate_series(1, :each) n""")
                .param("now", Timestamp.from(now))
                .param("due", due == null ? null : Timestamp.from(due), Types.TIMESTAMP)
                .param("first", first)
                .param("sponsors", sponsors)
                .param("each", each)
                .update();
        List<String> range =
                List.of(sponsor(first).value(), sponsor(first + sponsors - 1).value());
        db.sql("insert into guest_grant (guest_id, grant_key, given_at) select id, 'health-records', :now from guest"
                        + " where sponsor_id between :from and :to")
                .param("now", Timestamp.from(now))
                .param("from", range.get(0))
                .param("to", range.get(1))
                .update();
        db.sql("insert into sign_in_seen (account, last_successful, read_at) select directory_id, :now, :now from guest"
                        + " where sponsor_id between :from and :to")
                .param("now", Timestamp.from(now))
                .param("from", range.get(0))
                .param("to", range.get(1))
                .update();
    }
}
