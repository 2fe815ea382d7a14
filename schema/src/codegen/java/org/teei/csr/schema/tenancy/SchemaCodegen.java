package org.teei.csr.schema.tenancy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Logging;
import org.jooq.meta.jaxb.Target;

/**
 * Writes the jOOQ classes of the schema, which are committed. Started from source by the Maven
 * profile {@code codegen}, so it uses nothing of the module's own code: a schema whose generated
 * classes do not compile can still be generated.
 */
final class SchemaCodegen {
  private SchemaCodegen() {}

  /** {@code args[0]}: the folder for the generated sources. */
  public static void main(String[] args) throws Exception {
    try (var postgres = EmbeddedPostgres.start();
        var superuser = postgres.getPostgresDatabase().getConnection();
        var statement = superuser.createStatement();
        var roles = SchemaCodegen.class.getClassLoader().getResourceAsStream("db/roles.sql")) {
      statement.execute(new String(roles.readAllBytes(), StandardCharsets.UTF_8));
      statement.execute("create database csr owner csr_owner");
      Flyway.configure()
          .dataSource(postgres.getDatabase("csr_owner", "csr"))
          .defaultSchema("csr")
          .locations("classpath:db/migration")
          .load()
          .migrate();
      generate(postgres.getJdbcUrl("csr_owner", "csr"), Path.of(args[0]));
    }
  }

  /**
   * Generates the classes of the migrated database at {@code url} into {@code directory}; equal
   * schemas give equal files.
   */
  static void generate(String url, Path directory) throws Exception {
    GenerationTool.generate(
        new Configuration()
            .withLogging(Logging.WARN)
            .withJdbc(new Jdbc().withDriver("org.postgresql.Driver").withUrl(url))
            .withGenerator(
                new Generator()
                    .withDatabase(
                        new Database()
                            .withName("org.jooq.meta.postgres.PostgresDatabase")
                            .withInputSchema("csr")
                            .withExcludes("flyway_schema_history")
                            .withIncludeRoutines(false)
                            .withForcedTypes(
                                new ForcedType()
                                    .withName("INSTANT")
                                    .withIncludeTypes("timestamp.*with.*time.*zone")))
                    .withGenerate(
                        new Generate()
                            .withDaos(false)
                            .withRecords(true)
                            .withPojos(false)
                            .withJavaTimeTypes(true)
                            .withImplicitJoinPathsToOne(false)
                            .withImplicitJoinPathsToMany(false)
                            .withImplicitJoinPathsManyToMany(false)
                            .withGeneratedAnnotation(false))
                    .withTarget(
                        new Target()
                            .withPackageName("org.teei.csr.schema.jooq")
                            .withDirectory(directory.toString())
                            .withEncoding("UTF-8")
                            .withClean(true))));
  }
}
