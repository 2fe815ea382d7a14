package org.teei.csr.workers.shared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.teei.csr.schema.tenancy.Database;

/** The worker process inside the test's own, configured as by its environment. */
final class Workers implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  private Workers(ConfigurableApplicationContext context) {
    this.context = context;
  }

  static Workers start(Map<String, String> variables) {
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new HashMap<>(variables)));
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("test", Map.of("spring.jmx.enabled", "false")));
    var application = new SpringApplication(WorkersApplication.class);
    application.setEnvironment(environment);
    application.setRegisterShutdownHook(false);
    return new Workers(application.run());
  }

  /** All that a worker process needs to know. */
  static Map<String, String> environment(
      Database database, String temporalTarget, String natsUrl, Path folder) {
    var variables = new HashMap<String, String>();
    variables.put("CSR_ENVIRONMENT", "development");
    variables.put("CSR_DATABASE_URL", database.url());
    for (String role : new String[] {"owner", "worker", "system"}) {
      String key = "CSR_DATABASE_" + role.toUpperCase(Locale.ROOT);
      variables.put(key + "_USERNAME", "csr_" + role);
      variables.put(key + "_PASSWORD", database.password("csr_" + role));
    }
    variables.put("CSR_TEMPORAL_TARGET", temporalTarget);
    variables.put("CSR_TEMPORAL_NAMESPACE", "default");
    variables.put("CSR_NATS_URL", natsUrl);
    variables.put("CSR_STORAGE_DIRECTORY", folder.resolve("storage").toString());
    variables.put("CSR_KMS_KEY_FILE", folder.resolve("kms.key").toString());
    variables.put("SERVER_PORT", "0");
    variables.put("SERVER_ADDRESS", "127.0.0.1");
    return variables;
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  int status(String path) {
    return get(path).statusCode();
  }

  String body(String path) {
    return get(path).body();
  }

  private HttpResponse<String> get(String path) {
    String port = context.getEnvironment().getProperty("local.server.port");
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
