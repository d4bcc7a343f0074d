package dev.guestward.schedule;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
import org.springframework.boot.autoconfigure.quartz.QuartzDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The schedule's own few connections: it must tick also while the others are all in use. */
@Configuration(proxyBeanMethods = false)
class ScheduleDatabase {
    private static final int CONNECTIONS = 4;

    @Bean(defaultCandidate = false)
    @QuartzDataSource
    DataSource scheduleDataSource(DataSourceProperties properties) {
        HikariDataSource pool = properties
                .initializeDataSourceBuilder()
                .type(HikariDataSource.class)
                .build();
        pool.setPoolName("schedule");
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(1);
        return pool;
    }
}
