package org.teei.csr.schema.tenancy;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** How the database comes to its shape; the one place with the settings of Flyway. */
public final class Migrations {
  /** The schema that holds all tables. */
  public static final String SCHEMA = "csr";

  private Migrations() {}

  /**
   * Brings the database to the newest version. {@code roles.sql} must have run before.
   *
   * @param owner connects as {@code csr_owner}, the owner of the database
   * @return how many migrations were applied
   */
  public static int migrate(DataSource owner) {
    return configure(Flyway.configure()).dataSource(owner).load().migrate().migrationsExecuted;
  }

  /**
   * Puts the platform's settings on a configuration, for applications that let Spring Boot run
   * Flyway.
   */
  public static FluentConfiguration configure(FluentConfiguration flyway) {
    return flyway
        .defaultSchema(SCHEMA)
        .locations("classpath:db/migration")
        .validateMigrationNaming(true)
        .cleanDisabled(true);
  }
}
