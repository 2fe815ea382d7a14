package org.teei.csr.schema.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class MigrationsTest {
  private static final Path RESOURCES = Path.of("src/main/resources/db");

  @Test
  void eachMigrationHasARollback() throws Exception {
    assertThat(scripts("rollback").stream().map(script -> relative("rollback", script)))
        .containsExactlyElementsOf(
            scripts("migration").stream().map(script -> relative("migration", script)).toList());
  }

  @Test
  void goingUpAndDownAndUpEndsWhereGoingUpEnds() throws Exception {
    try (var database = Database.empty()) {
      Migrations.migrate(database.owner());
      var up = Catalogue.of(database.superuser());

      rollBackAll(database.owner());
      assertThat(Catalogue.of(database.superuser())).as("what is left after going down").isEmpty();

      Migrations.migrate(database.owner());
      assertThat(up).isNotEmpty();
      assertThat(Catalogue.of(database.superuser())).isEqualTo(up);
    }
  }

  @Test
  void migratingAgainChangesNothing() {
    try (var database = Database.create()) {
      assertThat(Migrations.migrate(database.owner())).isZero();
    }
  }

  @Test
  void theOldestSupportedPostgresTakesTheMigrationsUpAndDown() throws Exception {
    try (var database = Database.on(Path.of(System.getProperty("csr.postgres-15.archive")))) {
      try (var connection = database.owner().getConnection()) {
        assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(15);
      }
      assertThat(Catalogue.of(database.superuser()))
          .isEqualTo(Catalogue.of(Database.shared().superuser()));

      rollBackAll(database.owner());
      assertThat(Catalogue.of(database.superuser())).isEmpty();
    }
  }

  private static void rollBackAll(DataSource owner) throws IOException, SQLException {
    try (var connection = owner.getConnection();
        var statement = connection.createStatement()) {
      for (var script : scripts("rollback").reversed()) {
        statement.execute(Files.readString(script));
      }
      statement.execute("delete from csr.flyway_schema_history where version is not null");
    }
  }

  /** Scripts in the order of their versions, whatever their folder. */
  private static List<Path> scripts(String kind) throws IOException {
    try (var files = Files.walk(RESOURCES.resolve(kind))) {
      return files
          .filter(Files::isRegularFile)
          .sorted(Comparator.comparing(file -> file.getFileName().toString()))
          .toList();
    }
  }

  private static String relative(String kind, Path script) {
    return RESOURCES.resolve(kind).relativize(script).toString();
  }
}
