package dev.indelible.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.indelible.core.access.Grant;
import dev.indelible.core.access.Key;
import dev.indelible.core.access.KeySecret;
import dev.indelible.core.access.Level;
import dev.indelible.core.access.Organization;
import dev.indelible.core.access.Registry;
import dev.indelible.core.access.Role;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of releases before this one, as they wrote them.
class MigrationTest {
    private static final String HASH = "0123456789abcdef".repeat(4);

    @TempDir Path folder;

    /// A file with the schema of this version and these rows.
    private Path written(String version, String... rows) throws SQLException {
        Path file = folder.resolve("registry.sqlite");
        String url = "jdbc:sqlite:" + file;
        Flyway.configure(MigrationTest.class.getClassLoader())
                .dataSource(url, null, null)
                .locations("classpath:dev/indelible/storage/sql")
                .target(version)
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String row : rows) {
                statement.executeUpdate(row);
            }
        }
        return file;
    }

    @Test
    void registryOfTheFirstSchemaKeepsAllItHasAndWhatItMeans() throws SQLException {
        Path file =
                written(
                        "1",
                        "INSERT INTO organization VALUES ('acme', 'Acme Inc.', 1000)",
                        "INSERT INTO api_key VALUES ('k1', 'acme', 'app', 'writer', 2000, '"
                                + HASH
                                + "', 0)",
                        "INSERT INTO api_key VALUES ('k2', NULL, 'ops', 'reader', 3000, '"
                                + HASH
                                + "', 1)",
                        "INSERT INTO bookmark VALUES ('delivery', 4711)");

        try (SqlStore store = SqlStore.open(file)) {
            Registry registry = store.registry();
            Key app = registry.key("k1").orElseThrow();
            Key ops = registry.key("k2").orElseThrow();

            assertThat(registry.organizations())
                    .extracting(Organization::id, Organization::name, Organization::createdMillis)
                    .containsExactly(tuple("acme", "Acme Inc.", 1000L));
            assertThat(app.level()).isEqualTo(Level.organization("acme"));
            assertThat(app.roles()).containsExactly(Role.WRITER);
            assertThat(app.secrets())
                    .containsExactly(new KeySecret(KeySecret.Scheme.SHA256, HASH, null));
            assertThat(app.isRevoked()).isFalse();
            // A reader of that time could export.
            assertThat(ops.level()).isEqualTo(Level.INSTANCE);
            assertThat(ops.roles()).containsExactlyInAnyOrder(Role.READER, Role.EXPORTER);
            assertThat(ops.isRevoked()).isTrue();
            assertThat(store.bookmarks().position("delivery")).isEqualTo(4711);
        }
    }

    @Test
    void registryOfTheFourthSchemaKeepsFoldersProjectsAndGrants() throws SQLException {
        Path file =
                written(
                        "4",
                        "INSERT INTO organization VALUES ('acme', 'Acme Inc.', 1000, 1)",
                        "INSERT INTO folder VALUES ('acme', 'eu', 'Europe', NULL, 1500, 0)",
                        "INSERT INTO project VALUES ('acme', 'shop', 'Shop', 'eu', 1600, 1)",
                        "INSERT INTO access_grant VALUES ('g1', 'person', 'jane', 'auditor',"
                                + " 'acme', 'eu', NULL, 1700)");

        try (SqlStore store = SqlStore.open(file)) {
            Registry registry = store.registry();

            assertThat(registry.organization("acme").orElseThrow().closed()).isTrue();
            assertThat(registry.folders("acme")).extracting("id").containsExactly("eu");
            assertThat(registry.projects("acme")).extracting("folder").containsExactly("eu");
            assertThat(registry.folders("acme").getFirst().closed()).isFalse();
            // Who closed it is not known.
            assertThat(registry.projects("acme").getFirst().closedFrom())
                    .isEqualTo(Level.organization("acme"));
            assertThat(registry.grants())
                    .singleElement()
                    .satisfies(given ->
                            assertThat(given.grant())
                                    .isEqualTo(
                                            new Grant(Role.AUDITOR, Level.folder("acme", "eu"))));
            assertThat(store.savedSearches().of("acme")).isEmpty();
        }
    }
}
