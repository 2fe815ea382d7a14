package org.teei.csr.api.shared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

/** The whole application on a real database and a real port, without a Temporal service. */
public final class Api implements AutoCloseable {
  public static final String TENANT = "demo";

  /** Of the client that may be anybody. */
  public static final String SECRET = UUID.randomUUID() + "-" + UUID.randomUUID();

  public static final String ISSUER = "http://api.test";

  /** Small enough to be passed by a test, large enough for what the others send. */
  public static final long LARGEST_UPLOAD = 4 << 20;

  private final Database database;
  private final Path directory;
  private final boolean alone;
  private final ConfigurableApplicationContext context;
  private final Map<String, Token> tokens = new ConcurrentHashMap<>();

  /** What was shown for it counts for five minutes, which is less than all tests take. */
  private record Token(String value, Instant usableUntil) {
    private static final Duration USED = Duration.ofMinutes(3);
  }

  private Api(Map<String, String> settings) {
    this(Database.create(), temporaryDirectory(), true, settings);
  }

  private Api(Database database, Path directory, boolean alone, Map<String, String> settings) {
    this.database = database;
    this.alone = alone;
    this.directory = directory;
    var all = new HashMap<>(settings(database, directory));
    all.putAll(settings);
    var arguments =
        all.entrySet().stream()
            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
            .toArray(String[]::new);
    this.context = SpringApplication.run(ApiApplication.class, arguments);
  }

  /** The application that all tests of this JVM share. */
  public static Api shared() {
    return Shared.API;
  }

  /** One of its own, with other settings. */
  public static Api with(Map<String, String> settings) {
    return new Api(settings);
  }

  /** Another process on the same database; closed before this one. */
  public Api beside(Map<String, String> settings) {
    return new Api(database, directory, false, settings);
  }

  /** Settings that a start needs. */
  public static Map<String, String> settings(Database database, Path directory) {
    var settings = new HashMap<String, String>();
    settings.put("CSR_ENVIRONMENT", "development");
    settings.put("CSR_DATABASE_URL", database.url());
    for (var role : new String[] {"owner", "api", "system"}) {
      var prefix = "CSR_DATABASE_" + role.toUpperCase(Locale.ROOT);
      settings.put(prefix + "_USERNAME", "csr_" + role);
      settings.put(prefix + "_PASSWORD", database.password("csr_" + role));
    }
    settings.put("CSR_IDENTITY_ISSUER", ISSUER);
    settings.put("CSR_IDENTITY_DEVELOPMENT_SECRET", SECRET);
    settings.put("CSR_IDENTITY_DEVELOPMENT_TENANTS", TENANT + ",other");
    // Most tests are about something else, and all of them are the same few principals.
    settings.put("CSR_IDENTITY_LIMITS_PER_PRINCIPAL", "1000000");
    settings.put("CSR_IDENTITY_LIMITS_PER_TENANT", "1000000");
    settings.put("CSR_IDENTITY_LIMITS_WRONG_SECRETS", "100000");
    settings.put("csr.imports.running-imports", "1000000");
    settings.put("csr.notices.subscriptions", "1000000");
    settings.put("csr.webhooks.endpoints", "1000000");
    settings.put("CSR_TEMPORAL_TARGET", "127.0.0.1:" + freePort());
    settings.put("CSR_TEMPORAL_NAMESPACE", "default");
    settings.put("CSR_TEMPORAL_UI_URL", "http://localhost:8233");
    settings.put("CSR_STORAGE_DIRECTORY", directory.resolve("storage").toString());
    settings.put("CSR_KMS_KEY_FILE", directory.resolve("kms.json").toString());
    settings.put("SERVER_PORT", "0");
    settings.put("SERVER_ADDRESS", "127.0.0.1");
    settings.put("csr.imports.largest-upload", Long.toString(LARGEST_UPLOAD));
    return settings;
  }

  public int port() {
    return Integer.parseInt(
        String.valueOf(context.getEnvironment().getProperty("local.server.port")));
  }

  public String url() {
    return "http://localhost:" + port();
  }

  /** An access token of a role in a company, or in {@code platform}; the same for minutes. */
  public String token(String tenant, String role) {
    return tokens.compute(
            tenant + "/" + role,
            (key, held) ->
                held != null && Instant.now().isBefore(held.usableUntil)
                    ? held
                    : new Token(freshToken(tenant, role), Instant.now().plus(Token.USED)))
        .value;
  }

  /** An access token that nobody else has. */
  public String freshToken(String tenant, String role) {
    return freshToken(tenant, role, "");
  }

  /** An access token of one of several users of a role, who has shown a second factor. */
  public String freshToken(String tenant, String role, String name) {
    return granted(tenant, role, "&step_up=true&name=" + name);
  }

  /** An access token of who has signed in, and shown no second factor. */
  public String tokenWithoutStepUp(String tenant, String role) {
    return granted(tenant, role, "");
  }

  private String granted(String tenant, String role, String more) {
    return new Http(this, "")
        .form(
            "/oauth2/token",
            "grant_type=client_credentials&tenant=%s&role=%s".formatted(tenant, role) + more,
            "csr-cli",
            SECRET)
        .json()
        .get("access_token")
        .asString();
  }

  public RestTestClient client() {
    return RestTestClient.bindToServer()
        .baseUrl(url())
        .defaultHeader("Authorization", "Bearer " + token(TENANT, "company_admin"))
        .build();
  }

  public Database database() {
    return database;
  }

  /** What the workers would do with the tenant's rows. */
  public Tenancy worker() {
    return new Tenancy(database.worker());
  }

  public Storage storage() {
    return context.getBean(Storage.class);
  }

  public <T> T bean(String name, Class<T> type) {
    return context.getBean(name, type);
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public <T> Collection<T> beans(Class<T> type) {
    return context.getBeansOfType(type).values();
  }

  public Path directory() {
    return directory;
  }

  @Override
  public void close() {
    context.close();
    if (alone) {
      database.close();
    }
  }

  /** A port on which nobody listens. */
  public static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("csr-api-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Shared {
    static final Api API = new Api(Map.of());
  }
}
