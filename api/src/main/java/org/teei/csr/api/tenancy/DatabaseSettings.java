package org.teei.csr.api.tenancy;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;
import org.teei.csr.api.shared.PlatformSettings;

/**
 * The database ({@code CSR_DATABASE_…}).
 *
 * @param url JDBC address
 * @param owner migrates the database at start; blank where migrations are run apart
 * @param api serves requests
 * @param system finds out who asks for a token, before the tenant is known
 */
@Validated
@ConfigurationProperties("csr.database")
record DatabaseSettings(
    @NotBlank String url, OptionalLogin owner, @Valid Login api, @Valid Login system) {

  void requireSecrets(PlatformSettings platform) {
    if (owner.present()) {
      platform.requireSecret("CSR_DATABASE_OWNER_PASSWORD", owner.password(), owner.username());
    }
    platform.requireSecret("CSR_DATABASE_API_PASSWORD", api.password(), api.username());
    platform.requireSecret("CSR_DATABASE_SYSTEM_PASSWORD", system.password(), system.username());
  }

  record Login(@NotBlank String username, String password) {}

  /** A login that may be left out. */
  record OptionalLogin(String username, String password) {

    boolean present() {
      return !username.isBlank();
    }

    Login login() {
      return new Login(username, password);
    }
  }
}
