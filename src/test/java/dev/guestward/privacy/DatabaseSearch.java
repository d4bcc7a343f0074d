package dev.guestward.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads every column that can hold a word: text of any kind, and bytes, be they serialized objects or scripts. */
final class DatabaseSearch {
    private static final Set<String> BYTES = Set.of("bytea");

    private final JdbcClient db;

    DatabaseSearch(JdbcClient db) {
        this.db = db;
    }

    record Column(String table, String name, String type) {
        String place() {
            return table + "." + name;
        }
    }

    /** All columns of all tables that can hold a word, our own, the engine's and the schedule's. */
    List<Column> columns() {
        return db.sql("""
                        select c.table_name, c.column_name, c.data_type
                          from information_schema.columns c
                          join information_schema.tables t using (table_schema, table_name)
                         where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
                           and c.data_type not in ('uuid', 'boolean', 'integer', 'bigint', 'smallint', 'numeric',
                                                   'double precision', 'date', 'timestamp with time zone',
                                                   'timestamp without time zone')
                         order by 1, 2""")
                .query((rs, n) -> new Column(rs.getString(1), rs.getString(2), rs.getString(3)))
                .list();
    }

    List<Leak> search(Secrets secrets, Predicate<Column> where) {
        List<Leak> found = new ArrayList<>();
        for (Column column : columns()) {
            if (where.test(column)) {
                found.addAll(search(secrets, column));
            }
        }
        return found;
    }

    private List<Leak> search(Secrets secrets, Column column) {
        String name = '"' + column.name() + '"';
        // bytes that are no letters are written as \nnn, the others as they are
        String text = BYTES.contains(column.type()) ? "encode(" + name + ", 'escape')" : name + "::text";
        return db.sql("select substring(" + text + " from :any) from \"" + column.table() + "\" where " + text
                        + " ~* :words limit 3")
                .param("any", "(?i)(.{0,40}(?:" + secrets.expression() + ").{0,20})")
                .param("words", secrets.expression())
                .query((rs, n) -> new Leak(column.place(), String.valueOf(rs.getString(1))))
                .list();
    }
}
