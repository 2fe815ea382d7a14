package org.teei.csr.api.identity;

import static org.teei.csr.schema.jooq.Tables.OAUTH_CLIENTS;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.teei.csr.schema.jooq.tables.records.OauthClientsRecord;
import org.teei.csr.schema.tenancy.SystemView;

/** Who may ask for tokens: machines, as the database knows them, and what people sign in with. */
final class RegisteredClients implements RegisteredClientRepository {
  static final Duration TOKEN_LIFE = Duration.ofMinutes(15);
  static final String TENANT = "tenant";

  private final SystemView system;
  private final @Nullable RegisteredClient development;

  RegisteredClients(SystemView system, @Nullable RegisteredClient development) {
    this.system = system;
    this.development = development;
  }

  @Override
  public void save(RegisteredClient client) {
    throw new UnsupportedOperationException("Clients are made by their own route");
  }

  /** Ids of ours are client ids. */
  @Override
  public @Nullable RegisteredClient findById(String id) {
    return findByClientId(id);
  }

  @Override
  public @Nullable RegisteredClient findByClientId(String clientId) {
    if (development != null && development.getClientId().equals(clientId)) {
      return development;
    }
    if (LoginClient.ID.equals(clientId)) {
      return LoginClient.CLIENT;
    }
    return system.read(db ->
        db.selectFrom(OAUTH_CLIENTS)
            .where(
                OAUTH_CLIENTS.CLIENT_ID.eq(clientId),
                OAUTH_CLIENTS.REVOKED_AT.isNull(),
                OAUTH_CLIENTS
                    .EXPIRES_AT
                    .isNull()
                    .or(OAUTH_CLIENTS.EXPIRES_AT.gt(DSL.currentInstant())))
            .fetchOne(RegisteredClients::registered));
  }

  private static RegisteredClient registered(OauthClientsRecord row) {
    return machine(
        row.getClientId(),
        HexFormat.of().formatHex(row.getSecretDigest()),
        Set.copyOf(List.of(row.getScopes())),
        row.getTenantId());
  }

  static RegisteredClient machine(
      String clientId, String secretDigest, Set<String> scopes, String tenant) {
    return RegisteredClient.withId(clientId)
        .clientId(clientId)
        .clientSecret(secretDigest)
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .scopes(all -> all.addAll(scopes))
        .clientSettings(ClientSettings.builder().setting(TENANT, tenant).build())
        .tokenSettings(TokenSettings.builder().accessTokenTimeToLive(TOKEN_LIFE).build())
        .build();
  }
}
