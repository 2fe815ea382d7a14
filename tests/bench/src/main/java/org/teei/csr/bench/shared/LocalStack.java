package org.teei.csr.bench.shared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * A whole platform of its own, started by {@code ./csr up} as a user starts it: real PostgreSQL,
 * Temporal and NATS, API and worker as processes. One is shared by all journeys of a test run;
 * tests that kill things start their own.
 */
public final class LocalStack implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path CHECKOUT = checkout();

  private final Path checkout;
  private final Path data;
  private final Map<String, String> environment;
  private final List<String> options;
  private String api = "";
  private String postgres = "";

  private LocalStack(
      Path checkout, Path data, Map<String, String> environment, List<String> options) {
    this.checkout = checkout;
    this.data = data;
    this.environment = environment;
    this.options = options;
  }

  private static final class Shared {
    static final LocalStack STACK = LocalStack.startWithSimulators("journeys");

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(STACK::close));
    }
  }

  /** The stack that all journeys of this test run use; it ends with the test run. */
  public static LocalStack shared() {
    return Shared.STACK;
  }

  /** Starts a stack with an empty data folder and waits until it is ready. */
  public static LocalStack start(String name) {
    return start(name, Map.of());
  }

  /** As {@link #start(String)}, with settings of API and workers in the environment. */
  public static LocalStack start(String name, Map<String, String> environment) {
    return startIn(emptyFolder(name), environment);
  }

  /** As {@link #start(String)}, with options of {@code ./csr up}. */
  public static LocalStack startWith(String name, String... options) {
    return startIn(emptyFolder(name), Map.of(), List.of(options));
  }

  /** As {@link #start(String)}, with simulators of the platforms that figures are delivered to. */
  public static LocalStack startWithSimulators(String name) {
    return startWithSimulators(name, Map.of());
  }

  /** As {@link #startWithSimulators(String)}, with settings of API and workers. */
  public static LocalStack startWithSimulators(String name, Map<String, String> environment) {
    return startIn(emptyFolder(name), environment, List.of("--with-simulators"));
  }

  /** Where a stack may have its data, for those who lay something into it before the start. */
  public static Path emptyFolder(String name) {
    try {
      Path folder = Files.createDirectories(CHECKOUT.resolve("tests/target/stacks"));
      return Files.createTempDirectory(folder, name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link #start(String, Map)}, in a data folder that is there already. */
  public static LocalStack startIn(Path data, Map<String, String> environment) {
    return startIn(data, environment, List.of());
  }

  /**
   * As {@link #startIn(Path, Map)}.
   *
   * @param options of {@code ./csr up}
   */
  public static LocalStack startIn(
      Path data, Map<String, String> environment, List<String> options) {
    LocalStack stack = new LocalStack(CHECKOUT, data, environment, options);
    stack.up();
    return stack;
  }

  /** As {@link #start(String)}, by the {@code ./csr} of another checkout. */
  public static LocalStack startFrom(Path checkout, String name) {
    var stack = new LocalStack(checkout, emptyFolder(name), Map.of(), List.of());
    stack.up();
    return stack;
  }

  public void up() {
    List<String> command = new ArrayList<>(List.of("up", "--detach"));
    command.addAll(options);
    csr(command.toArray(String[]::new));
    JsonNode addresses = status();
    api = addresses.path("api").asText();
    postgres = addresses.path("postgres").asText();
  }

  public void down() {
    csr("down");
  }

  public Path data() {
    return data;
  }

  /**
   * The address of NATS for one of its users.
   *
   * @param user {@code worker} or {@code reader}
   */
  public String nats(String user) {
    var password =
        credential("nats" + user.substring(0, 1).toUpperCase(Locale.ROOT) + user.substring(1));
    return status()
        .path("nats")
        .asText()
        .replace("nats://", "nats://" + user + ":" + password + "@");
  }

  /** The API as the administrator of company {@code demo} uses it. */
  public ImportsClient imports() {
    return as("demo", "company_admin");
  }

  /** The API as the user who has a role in a tenant uses it. */
  public ImportsClient as(String tenant, String role) {
    return ImportsClient.as(api, credential("developmentSecret"), tenant, role);
  }

  /** The API as one of several users of a role uses it. */
  public ImportsClient as(String tenant, String role, String name) {
    return ImportsClient.as(api, credential("developmentSecret"), tenant, role, name);
  }

  /** The API as somebody without a token meets it. */
  public ImportsClient stranger() {
    return new ImportsClient(api);
  }

  /** The address of the simulators of Benevity, Goodera and Workday. */
  public String simulators() {
    return status().path("simulators").path("impactin").asText();
  }

  /** What the process of a role was started from: the argument after {@code -jar}. */
  public Path jar(String role) {
    List<String> arguments =
        List.of(
            ProcessHandle.of(pid(role)).flatMap(found -> found.info().arguments()).orElseThrow());
    return Path.of(arguments.get(arguments.indexOf("-jar") + 1));
  }

  /** Settings of API and workers that it was started with. */
  Map<String, String> settings() {
    return environment;
  }

  /** The address of the API. */
  public String api() {
    return api;
  }

  /** What {@code ./csr status --json} says. */
  public JsonNode status() {
    try {
      return JSON.readTree(csr("status", "--json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the process of a role as the kernel would when memory is short: no chance to tidy up. */
  public long kill(String role) {
    long pid = pid(role);
    if (!ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false)) {
      throw new IllegalStateException("No living process of role " + role);
    }
    return pid;
  }

  /** The process of a role; 0 where none lives. */
  public long pid(String role) {
    return status().path("processes").path(role).path(0).asLong();
  }

  /**
   * Runs one ./csr command on this stack and returns what it printed; fails when the command fails.
   */
  public String csr(String... arguments) {
    return csrTold("", arguments);
  }

  /** As {@link #csr}, with something for the command to read. */
  public String csrTold(String input, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(checkout.resolve("csr").toString(), "--data", data.toString()));
    command.addAll(Arrays.asList(arguments));
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(checkout.toFile());
      // The build that runs this test has made the programs; a second build inside it would change
      // them meanwhile.
      builder.environment().put("CSR_SKIP_BUILD", "1");
      builder.environment().put("CSR_AOT", "off");
      builder.environment().putAll(environment);
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      Process process = builder.start();
      try (OutputStream typed = process.getOutputStream()) {
        typed.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException(
            "./csr " + String.join(" ", arguments) + " ended with " + code + ": " + printed);
      }
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * A connection that sees everything, past all row security, for judging what the platform did.
   */
  public Connection superuser() throws SQLException {
    Properties login = new Properties();
    login.put("user", "postgres");
    login.put("password", credential("superuser"));
    Connection connection = DriverManager.getConnection("jdbc:" + postgres, login);
    connection.setSchema("csr");
    return connection;
  }

  /** What the launcher has made up for this stack and keeps secret. */
  public String credential(String name) {
    try {
      return JSON.readTree(data.resolve("credentials.json").toFile()).path(name).asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The single value of a query. */
  public String value(String sql) throws SQLException {
    try (Connection connection = superuser();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      if (!rows.next()) {
        throw new IllegalStateException("No row: " + sql);
      }
      return String.valueOf(rows.getString(1));
    }
  }

  @Override
  public void close() {
    down();
  }

  private static Path checkout() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("csr"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("The tests run inside a checkout");
      }
    }
    return folder;
  }
}
