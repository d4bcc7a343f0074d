package dev.guestward.benchmark;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Counts what goes to the database, by the part of the product that owns the table. A JDBC batch counts once. */
@TestComponent
public class CountedStatements implements BeanPostProcessor {
    private static final Pattern TABLE = Pattern.compile("(?:from|into|update|join)\\s+([a-z_]+)");
    private final Map<String, LongAdder> executed = new ConcurrentHashMap<>();
    private volatile boolean counting;

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return name.equals("dataSource") && bean instanceof DataSource pool ? new Counted(pool) : bean;
    }

    /** What was executed meanwhile, by text. */
    public Map<String, Long> during(Runnable work) {
        executed.clear();
        counting = true;
        try {
            work.run();
        } finally {
            counting = false;
        }
        Map<String, Long> counts = new TreeMap<>();
        executed.forEach((sql, times) -> counts.put(sql, times.sum()));
        return counts;
    }

    /** The part of the product that a statement belongs to. */
    static String source(String sql) {
        Matcher table = TABLE.matcher(sql.toLowerCase(Locale.ROOT));
        if (!table.find()) {
            return "other";
        }
        String name = table.group(1);
        if (name.startsWith("act_")) {
            return "engine";
        }
        if (name.startsWith("audit_")) {
            return "audit";
        }
        if (name.startsWith("mail_")) {
            return "mail";
        }
        return switch (name) {
            case "effect", "effect_call" -> "effect ledger";
            case "directory_quota" -> "quota";
            case "directory_outage" -> "outages";
            default -> "register";
        };
    }

    static Map<String, Long> bySource(Map<String, Long> statements) {
        Map<String, Long> counts = new TreeMap<>();
        statements.forEach((sql, times) -> counts.merge(source(sql), times, Long::sum));
        return counts;
    }

    /** The statements that were executed most often. */
    static List<Map.Entry<String, Long>> busiest(Map<String, Long> statements, int most) {
        return statements.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(most)
                .toList();
    }

    private void count(String sql) {
        executed.computeIfAbsent(sql.replaceAll("\\s+", " ").strip(), text -> new LongAdder())
                .increment();
    }

    /** Hands out plain connections unless it counts, so that the other benchmarks pay nothing. */
    private final class Counted extends DelegatingDataSource {
        Counted(DataSource pool) {
            super(pool);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            return counting ? watched(Connection.class, connection, null) : connection;
        }

        // whoever looks for the pool behind must not find this one again
        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            DataSource pool = obtainTargetDataSource();
            return type.isInstance(pool) ? type.cast(pool) : pool.unwrap(type);
        }
    }

    private <T> T watched(Class<T> type, T target, @Nullable String prepared) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                count(prepared == null ? String.valueOf(arguments[0]) : prepared);
            }
            try {
                return watchedResult(method, method.invoke(target, arguments), arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, handler));
    }

    private @Nullable Object watchedResult(Method method, @Nullable Object result, Object @Nullable [] arguments) {
        if (result instanceof CallableStatement call && arguments != null) {
            return watched(CallableStatement.class, call, (String) arguments[0]);
        }
        if (result instanceof PreparedStatement statement && arguments != null) {
            return watched(PreparedStatement.class, statement, (String) arguments[0]);
        }
        return result instanceof Statement statement && method.getName().equals("createStatement")
                ? watched(Statement.class, statement, null)
                : result;
    }
}
