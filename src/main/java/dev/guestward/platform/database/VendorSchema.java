package dev.guestward.platform.database;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.EncodedResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.util.StreamUtils;

/**
 * Runs the create scripts that a library brings along in its own jar, so that they are never copied here. They are for
 * an empty database; a later version of the library comes with a migration of its own.
 */
abstract class VendorSchema implements JavaMigration {
    private final MigrationVersion version;
    private final String description;
    private final List<String> scripts;

    VendorSchema(String version, String description, List<String> scripts) {
        this.version = MigrationVersion.fromVersion(version);
        this.description = description;
        this.scripts = scripts;
    }

    @Override
    public MigrationVersion getVersion() {
        return version;
    }

    @Override
    public String getDescription() {
        return description;
    }

    /** None: a patched library may come with a comment changed. */
    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws Exception {
        Connection connection = context.getConnection();
        for (String script : scripts) {
            ClassPathResource resource = new ClassPathResource(script);
            String sql = StreamUtils.copyToString(resource.getInputStream(), StandardCharsets.UTF_8);
            Resource adapted = new ByteArrayResource(adapt(sql).getBytes(StandardCharsets.UTF_8), script);
            ScriptUtils.executeSqlScript(connection, new EncodedResource(adapted, StandardCharsets.UTF_8));
        }
    }

    /** Takes out what must not run here. */
    String adapt(String sql) {
        return sql;
    }
}
