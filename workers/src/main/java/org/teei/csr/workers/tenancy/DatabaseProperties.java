package org.teei.csr.workers.tenancy;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.teei.csr.workers.shared.MissingSettingException;

/**
 * @param url {@code CSR_DATABASE_URL}, JDBC address of the database
 * @param owner {@code CSR_DATABASE_OWNER_USERNAME} and {@code …_PASSWORD}; when present, this
 *     process migrates the database
 * @param worker {@code CSR_DATABASE_WORKER_USERNAME} and {@code …_PASSWORD}
 * @param system {@code CSR_DATABASE_SYSTEM_USERNAME} and {@code …_PASSWORD}
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
