package dev.guestward.removal;

import dev.guestward.removal.BrakeCaps.Cap.Name;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The caps as they stand in the database. */
@Component
public class BrakeCaps {
    private final JdbcClient db;
    private final List<Cap> first;

    BrakeCaps(JdbcClient db, BrakeSettings settings) {
        this.db = db;
        this.first = List.of(
                new Cap(
                        Name.DELETES,
                        settings.deletes().fewest(),
                        settings.deletes().most(),
                        settings.deletes().percent()),
                new Cap(
                        Name.BLOCKS,
                        settings.blocks().fewest(),
                        settings.blocks().most(),
                        settings.blocks().percent()),
                new Cap(
                        Name.CLINIC,
                        settings.clinic().fewest(),
                        settings.clinic().most(),
                        settings.clinic().percent()));
    }

    /** How many within 24 hours. */
    public record Cap(Name name, int fewest, int most, int percent) {
        /** What is capped. */
        public enum Name {
            DELETES,
            BLOCKS,
            CLINIC;

            /** By its name in addresses. */
            public static Optional<Name> parse(String key) {
                return Arrays.stream(values())
                        .filter(one -> one.key().equals(key))
                        .findFirst();
            }

            public String key() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        /** Whether its numbers can be those of a cap. */
        public boolean isPossible() {
            return fewest >= 0 && fewest <= most && most <= BrakeSettings.HIGHEST && percent >= 0 && percent <= 100;
        }

        /** Of so many guests. */
        public long of(long guests) {
            return Math.max(fewest, Math.min(most, guests * percent / 100));
        }
    }

    /** All caps; what the database does not know yet gets its first value. */
    @Transactional
    public Map<Name, Cap> all() {
        List<Cap> known = read();
        if (known.size() < first.size()) {
            first.forEach(cap -> db.sql("insert into brake_cap (name, fewest, most, percent) values (?, ?, ?, ?)"
                            + " on conflict (name) do nothing")
                    .params(cap.name().name(), cap.fewest(), cap.most(), cap.percent())
                    .update());
            known = read();
        }
        return known.stream().collect(Collectors.toUnmodifiableMap(Cap::name, Function.identity()));
    }

    /** One cap, with its row taken. */
    @Transactional(propagation = Propagation.MANDATORY)
    Cap locked(Name name) {
        all();
        return db.sql("select * from brake_cap where name = ? for update")
                .param(name.name())
                .query(BrakeCaps::cap)
                .single();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void set(Cap cap) {
        db.sql("update brake_cap set fewest = ?, most = ?, percent = ? where name = ?")
                .params(cap.fewest(), cap.most(), cap.percent(), cap.name().name())
                .update();
    }

    private List<Cap> read() {
        return db.sql("select * from brake_cap").query(BrakeCaps::cap).list();
    }

    private static Cap cap(ResultSet rs, int row) throws SQLException {
        return new Cap(
                Name.valueOf(rs.getString("name")), rs.getInt("fewest"), rs.getInt("most"), rs.getInt("percent"));
    }
}
