package org.teei.csr.api.tenancy;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * The database ({@code CSR_DATABASE_…}).
 *
 * @param owner migrates the database at start; blank where migrations are run apart
 * @param api serves requests
 * @param system finds out who asks for a token, before the tenant is known
 */
@Validated
@ConfigurationProperties("csr.database")
record DatabaseSettings(
    @NotBlank String url, OptionalLogin owner, @Valid Login api, @Valid Login system) {

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
