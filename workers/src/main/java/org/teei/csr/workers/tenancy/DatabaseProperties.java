package org.teei.csr.workers.tenancy;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.teei.csr.schema.shared.ProductionSecrets;
import org.teei.csr.workers.shared.MissingSettingException;
import org.teei.csr.workers.shared.PlatformProperties;

/**
 * @param url {@code CSR_DATABASE_URL}, JDBC address of the database
 * @param owner {@code CSR_DATABASE_OWNER_USERNAME} and {@code …_PASSWORD}; when present, this
 *     process migrates the database
 * @param worker {@code CSR_DATABASE_WORKER_USERNAME} and {@code …_PASSWORD}; does the work
 * @param system {@code CSR_DATABASE_SYSTEM_USERNAME} and {@code …_PASSWORD}; finds out which
 *     company has work
 */
@ConfigurationProperties("csr.database")
record DatabaseProperties(
    String url, @Nullable Login owner, @Nullable Login worker, @Nullable Login system) {

  DatabaseProperties {
    MissingSettingException.require(
        url,
        "CSR_DATABASE_URL",
        "the JDBC address of PostgreSQL, jdbc:postgresql://host:port/name");
    require(worker, "WORKER");
    require(system, "SYSTEM");
    owner = owner == null || owner.username().isBlank() ? null : owner;
  }

  /** Production starts with no password that is missing or could be guessed. */
  void requireSecrets(PlatformProperties platform) {
    if (!platform.development()) {
      requireSecret("CSR_DATABASE_OWNER_PASSWORD", owner);
      requireSecret("CSR_DATABASE_WORKER_PASSWORD", worker);
      requireSecret("CSR_DATABASE_SYSTEM_PASSWORD", system);
    }
  }

  private static void requireSecret(String setting, @Nullable Login login) {
    if (login != null) {
      ProductionSecrets.refusal(setting, login.password(), login.username())
          .ifPresent(sentence -> {
            throw new MissingSettingException(sentence);
          });
    }
  }

  /** A role's name and password. */
  record Login(String username, @Nullable String password) {
    @Override
    public String toString() {
      return "Login[" + username + "]";
    }
  }

  private static void require(@Nullable Login login, String role) {
    MissingSettingException.require(
        login == null ? null : login.username(),
        "CSR_DATABASE_" + role + "_USERNAME",
        "the role that this process connects as, and CSR_DATABASE_" + role + "_PASSWORD with it");
  }
}
