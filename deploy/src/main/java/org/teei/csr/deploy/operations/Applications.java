package org.teei.csr.deploy.operations;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.teei.csr.deploy.shared.CsrFailure;

/**
 * What runs beside the servers, and how it is configured for the stack of one data folder.
 *
 * @param workerMemory the largest heap of the worker, in the words of the JVM
 */
record Applications(
    Checkout checkout, DataFolder data, Credentials credentials, Ports ports, String workerMemory) {

  /**
   * One of them.
   *
   * @param memory the most it may use, in the words of the JVM
   */
  record Application(
      Role role, Path executableJar, int port, String memory, Map<String, String> environment) {

    /** The same with other memory. */
    Application with(String memory) {
      return new Application(role, executableJar, port, memory, environment);
    }

    List<String> jvmArguments(ApplicationBuild build) {
      return List.of(
          "-Xmx" + memory,
          "-XX:+UseSerialGC",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-jar",
          build.jar().toString());
    }
  }

  /**
   * The applications, ready to be started.
   *
   * @param roles of API, WORKER and SIMULATORS
   */
  List<Application> of(Set<Role> roles) {
    List<Application> applications = new ArrayList<>();
    if (roles.contains(Role.API)) {
      applications.add(
          new Application(Role.API, jar("api"), ports.api(), "512m", apiEnvironment()));
    }
    if (roles.contains(Role.WORKER)) {
      var environment = workerEnvironment();
      if (roles.contains(Role.SIMULATORS)) {
        environment.put("CSR_IMPACTIN_ALLOW_LOOPBACK", "true");
      }
      applications.add(
          new Application(Role.WORKER, jar("workers"), ports.worker(), workerMemory, environment));
    }
    if (roles.contains(Role.SIMULATORS)) {
      applications.add(
          new Application(
              Role.SIMULATORS,
              jar("tests/simulators"),
              ports.simulators(),
              "256m",
              Map.of("SIMULATORS_DATA", data.simulators().toString())));
    }
    return applications;
  }

  private Path jar(String module) {
    return checkout
        .executableJar(module)
        .orElseThrow(() -> new CsrFailure("The module " + module + " is not built."));
  }

  private Map<String, String> apiEnvironment() {
    var environment = commonEnvironment();
    environment.put("CSR_DATABASE_API_USERNAME", "csr_api");
    environment.put("CSR_DATABASE_API_PASSWORD", credentials.api());
    environment.put("CSR_IDENTITY_ISSUER", ports.apiName());
    environment.put("CSR_IDENTITY_DEVELOPMENT_SECRET", credentials.developmentSecret());
    environment.put("CSR_IDENTITY_DEVELOPMENT_TENANTS", "demo,other");
    // Here all commands, tests and benchmarks are the same few principals.
    environment.put("CSR_IDENTITY_LIMITS_PER_PRINCIPAL", "1000000");
    environment.put("CSR_IDENTITY_LIMITS_PER_TENANT", "1000000");
    return environment;
  }

  private Map<String, String> workerEnvironment() {
    var environment = commonEnvironment();
    environment.put("CSR_DATABASE_WORKER_USERNAME", "csr_worker");
    environment.put("CSR_DATABASE_WORKER_PASSWORD", credentials.worker());
    environment.put(
        "CSR_NATS_URL",
        "nats://worker:%s@127.0.0.1:%d".formatted(credentials.natsWorker(), ports.nats()));
    environment.put(
        "CSR_TEMPORAL_VERSIONING",
        System.getenv().getOrDefault("CSR_TEMPORAL_VERSIONING", "current"));
    environment.put("CSR_NOTICES_API", ports.apiAddress());
    environment.put("CSR_IMPORTS_DROP_FOLDERS", data.dropFolders().toString());
    return environment;
  }

  private Map<String, String> commonEnvironment() {
    var environment = new HashMap<String, String>();
    environment.put("CSR_ENVIRONMENT", "development");
    environment.put("CSR_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/csr");
    environment.put("CSR_DATABASE_OWNER_USERNAME", "csr_owner");
    environment.put("CSR_DATABASE_OWNER_PASSWORD", credentials.owner());
    environment.put("CSR_DATABASE_SYSTEM_USERNAME", "csr_system");
    environment.put("CSR_DATABASE_SYSTEM_PASSWORD", credentials.system());
    environment.put("CSR_TEMPORAL_TARGET", "127.0.0.1:" + ports.temporal());
    environment.put("CSR_TEMPORAL_NAMESPACE", "default");
    environment.put("CSR_TEMPORAL_UI_URL", "http://127.0.0.1:" + ports.temporalUi());
    environment.put("CSR_STORAGE_DIRECTORY", data.storage().toString());
    environment.put("CSR_KMS_KEY_FILE", data.kmsKey().toString());
    return environment;
  }
}
