package org.teei.csr.schema.tenancy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A migrated database on a real PostgreSQL for tests. The server starts once in a JVM; further
 * databases are copies of a template and cost some tens of milliseconds. Tests keep apart by using
 * tenants of their own.
 */
public final class Database implements AutoCloseable {
  private static final String TEMPLATE = "csr_template";

  private final Server server;
  private final String name;
  private final Map<String, HikariDataSource> pools = new ConcurrentHashMap<>();

  private Database(Server server, String name) {
    this.server = server;
    this.name = name;
  }

  /** The migrated database that all tests of this JVM share; never closed. */
  public static Database shared() {
    return Shared.DATABASE;
  }

  /**
   * A migrated database of its own on the shared server, for tests that look at all tenants or
   * tamper with tables.
   */
  public static Database create() {
    return Shared.SERVER.copyOf(TEMPLATE);
  }

  /** An empty database without migrations, owned by {@code csr_owner}, on the shared server. */
  static Database empty() {
    return Shared.SERVER.copyOf("template1");
  }

  /**
   * A migrated database on a server of its own whose binaries are in {@code archive}; the server
   * stops with it.
   */
  static Database on(Path archive) {
    return new Server(archive, true).copyOf(TEMPLATE);
  }

  /** Owns the tables; row security holds for it too. */
  public DataSource owner() {
    return pool("csr_owner", 4);
  }

  public DataSource api() {
    return pool("csr_api", 10);
  }

  public DataSource worker() {
    return pool("csr_worker", 20);
  }

  public DataSource system() {
    return pool("csr_system", 4);
  }

  /** Sees and may do all, as an attacker with the keys to the server would. */
  public DataSource superuser() {
    return pool("postgres", 4);
  }

  /** A pool of the given size of its own; the caller closes it. */
  public HikariDataSource newPool(String role, int size) {
    var config = new HikariConfig();
    config.setDataSource(unpooled(role));
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    config.setPoolName(name + "-" + role);
    return new HikariDataSource(config);
  }

  /**
   * The JDBC address; roles are {@code csr_owner}, {@code csr_api}, {@code csr_worker}, {@code
   * csr_system}, {@code csr_replayer}.
   */
  public String url() {
    return "jdbc:postgresql://localhost:" + server.postgres.getPort() + "/" + name;
  }

  /** The password of {@code role}. */
  public String password(String role) {
    return server.password(role);
  }

  /** Adds a tenant with a random id. */
  public String freshTenant() {
    var bytes = new byte[6];
    ThreadLocalRandom.current().nextBytes(bytes);
    var tenant = "t-" + HexFormat.of().formatHex(bytes);
    try (var connection = system().getConnection();
        var insert =
            connection.prepareStatement(
                "insert into csr.tenants (tenant_id, name) values (?, ?)")) {
      insert.setString(1, tenant);
      insert.setString(2, "Test company " + tenant);
      insert.executeUpdate();
      return tenant;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Drops the database; a server of its own is stopped. */
  @Override
  public void close() {
    pools.values().forEach(HikariDataSource::close);
    server.drop(name);
  }

  private DataSource pool(String role, int size) {
    return pools.computeIfAbsent(role, key -> newPool(key, size));
  }

  private DataSource unpooled(String role) {
    var source = new PGSimpleDataSource();
    source.setURL(url());
    source.setUser(role);
    source.setPassword(server.password(role));
    return source;
  }

  private static final class Shared {
    static final Server SERVER = new Server(ofProperty(), false);
    static final Database DATABASE = SERVER.copyOf(TEMPLATE);

    private static Path ofProperty() {
      var archive = System.getProperty("csr.postgres.archive");
      return archive == null ? null : Path.of(archive);
    }
  }

  private static final class Server {
    private final EmbeddedPostgres postgres;
    private final boolean own;
    private final AtomicInteger count = new AtomicInteger();
    private final String password =
        HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());

    /**
     * @param archive null for the binaries on the class path
     * @param own whether the server stops with its one database
     */
    Server(Path archive, boolean own) {
      this.own = own;
      try {
        var builder =
            EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "200")
                .setServerConfig("fsync", "off");
        if (archive != null) {
          builder.setPgBinaryResolver((system, hardware) -> Files.newInputStream(archive));
        }
        postgres = builder.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      execute(resource("db/roles.sql"));
      for (var role :
          new String[] {"csr_owner", "csr_api", "csr_worker", "csr_system", "csr_replayer"}) {
        execute("alter role " + role + " password '" + password + "'");
      }
      execute("create database " + TEMPLATE + " owner csr_owner");
      Migrations.migrate(postgres.getDatabase("csr_owner", TEMPLATE));
    }

    Database copyOf(String template) {
      var name = "csr_" + count.incrementAndGet();
      execute("create database " + name + " template " + template + " owner csr_owner");
      return new Database(this, name);
    }

    void drop(String name) {
      try {
        if (own) {
          postgres.close();
        } else {
          execute("drop database " + name + " with (force)");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String password(String role) {
      return role.equals("postgres") ? "postgres" : password;
    }

    private void execute(String sql) {
      try (var connection = postgres.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private static String resource(String path) {
      try (var stream = Migrations.class.getClassLoader().getResourceAsStream(path)) {
        return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
