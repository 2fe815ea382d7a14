package org.teei.csr.deploy.operations;

import com.sun.security.auth.module.UnixSystem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.teei.csr.deploy.shared.CsrFailure;

/** PostgreSQL from the embedded bundle, with its data in the data folder. */
final class PostgresServer implements Server {
  private final DataFolder data;
  private final Credentials credentials;
  private final Path programs;
  private final int port;

  private PostgresServer(DataFolder data, Credentials credentials, Path programs, int port) {
    this.data = data;
    this.credentials = credentials;
    this.programs = programs;
    this.port = port;
  }

  /** Unpacks the programs and makes the database cluster where they are missing. */
  static PostgresServer prepare(
      DataFolder data, Credentials credentials, Cache cache, Platform platform, int port)
      throws IOException, InterruptedException {
    var server = new PostgresServer(data, credentials, unpack(cache, platform), port);
    if (!Files.isDirectory(data.postgres())) {
      server.initialise();
    }
    return server;
  }

  /** The entry is named by the bundle's hash, so another version never meets these files. */
  private static Path unpack(Cache cache, Platform platform)
      throws IOException, InterruptedException {
    URL bundle = PostgresServer.class.getResource("/" + platform.postgresResource);
    if (bundle == null) {
      throw new CsrFailure(
          "This build holds no PostgreSQL for "
              + platform.key
              + ": build it on the machine it runs on.");
    }
    String hash = Cache.sha256(bundle.openStream());
    return cache
        .entry("postgres-" + hash.substring(0, 16), folder -> untar(bundle, folder))
        .resolve("bin");
  }

  private static void untar(URL bundle, Path folder) throws IOException {
    try (var tar =
        new TarArchiveInputStream(
            new XZCompressorInputStream(new BufferedInputStream(bundle.openStream())))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException(entry.getName() + " leads out of the archive");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
          continue;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, target);
          Files.setPosixFilePermissions(target, permissions(entry.getMode()));
        }
      }
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    var permissions =
        EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ);
    if ((mode & 0100) != 0) {
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
      permissions.add(PosixFilePermission.GROUP_EXECUTE);
      permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    return permissions;
  }

  /**
   * Made in a draft folder and renamed, so that a start which was killed half-way leaves nothing
   * behind.
   */
  private void initialise() throws IOException, InterruptedException {
    Path draft = data.root().resolve("postgres.new");
    Cache.delete(draft);
    Path password = data.root().resolve("initdb.password");
    DataFolder.writeAtomically(password, credentials.superuser());
    try {
      var command = asOrdinaryUser();
      command.addAll(List.of(programs.resolve("initdb").toString(), "-D", draft.toString()));
      command.addAll(List.of("-U", "postgres", "-A", "scram-sha-256", "--pwfile=" + password));
      // The built-in locale sorts and folds alike on every machine.
      command.addAll(
          List.of(
              "-E",
              "UTF8",
              "--no-locale",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8"));
      Process process = withoutClientSettings(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new CsrFailure(
            "The PostgreSQL database could not be made: " + output.strip() + rootHint());
      }
      Files.move(draft, data.postgres(), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(password);
    }
  }

  /**
   * PostgreSQL refuses to run for the user root. A user namespace of its own shows it another user
   * id; files still belong to root, and the pid stays the same.
   */
  private static List<String> asOrdinaryUser() {
    if (!isRoot()) {
      return new ArrayList<>();
    }
    if (SearchPath.find("unshare").isEmpty()) {
      throw new CsrFailure(
          "PostgreSQL does not run for the user root; run ./csr as an ordinary user.");
    }
    return new ArrayList<>(List.of("unshare", "-U"));
  }

  private static boolean isRoot() {
    return new UnixSystem().getUid() == 0;
  }

  private static String rootHint() {
    return isRoot()
        ? "\nAs root, PostgreSQL runs in a user namespace (unshare -U). Where the system forbids that, run ./csr as an"
            + " ordinary user."
        : "";
  }

  private static ProcessBuilder withoutClientSettings(List<String> command) {
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    return builder;
  }

  @Override
  public Role role() {
    return Role.POSTGRES;
  }

  @Override
  public ProcessBuilder command() {
    var command = asOrdinaryUser();
    command.addAll(
        List.of(programs.resolve("postgres").toString(), "-D", data.postgres().toString()));
    Map.of(
            "port", String.valueOf(port),
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "max_connections", "100",
            "shared_buffers", "512MB",
            "wal_buffers", "32MB",
            "max_wal_size", "4GB",
            "checkpoint_timeout", "15min",
            "random_page_cost", "1.1",
            "jit", "off")
        .forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return withoutClientSettings(command);
  }

  @Override
  public boolean isReady() {
    try (Connection _ = connect("postgres")) {
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:"
            + port
            + "/"
            + database
            + "?connectTimeout=2&socketTimeout=30",
        "postgres",
        credentials.superuser());
  }

  /**
   * Makes the roles and the database that the platform expects, with this stack's passwords.
   * Repeatable.
   */
  String establishRoles() throws IOException {
    try (Connection connection = connect("postgres");
        var statement = connection.createStatement();
        InputStream roles = PostgresServer.class.getResourceAsStream("roles.sql")) {
      if (roles == null) {
        throw new IllegalStateException("roles.sql is missing");
      }
      statement.execute(new String(roles.readAllBytes(), StandardCharsets.UTF_8));
      for (var login :
          Map.of(
                  "csr_owner", credentials.owner(),
                  "csr_api", credentials.api(),
                  "csr_worker", credentials.worker(),
                  "csr_system", credentials.system(),
                  "csr_replayer", credentials.replayer())
              .entrySet()) {
        statement.execute(
            "alter role %s password '%s'".formatted(login.getKey(), login.getValue()));
      }
      try (var found = statement.executeQuery("select from pg_database where datname = 'csr'")) {
        if (found.next()) {
          return version(connection);
        }
      }
      statement.execute("create database csr owner csr_owner");
      return version(connection);
    } catch (SQLException e) {
      throw new CsrFailure("The database roles could not be made: " + e.getMessage(), e);
    }
  }

  private static String version(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductVersion();
  }

  /** A server that a killed launcher left behind, as its own pid file tells. */
  static Optional<RunningProcess> leftBehind(DataFolder data) {
    try {
      List<String> lines = Files.readAllLines(data.postgres().resolve("postmaster.pid"));
      long pid = Long.parseLong(lines.get(0).strip());
      long startedAt = Long.parseLong(lines.get(2).strip()) * 1000;
      return Optional.of(new RunningProcess(Role.POSTGRES, pid, startedAt))
          .filter(RunningProcess::isAlive);
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }
}
