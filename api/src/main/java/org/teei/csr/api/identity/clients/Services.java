package org.teei.csr.api.identity.clients;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.converter.RsaKeyConverters;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.Principal;
import org.teei.csr.api.identity.Role;
import org.teei.csr.api.shared.StartRefused;
import org.teei.csr.schema.identity.ServiceTokens;

/** The services that may call, with the keys that are theirs; read once, at the start. */
@Component
final class Services {

  /** A service as the settings describe it, and the ids of its keys. */
  record Service(Principal principal, Set<String> keyIds) {}

  private final Map<String, Service> byId = new HashMap<>();
  private final List<JWK> keys = new ArrayList<>();

  Services(ServiceSettings settings) {
    settings.peers().forEach(this::add);
  }

  Optional<Service> find(@Nullable String id) {
    return id == null ? Optional.empty() : Optional.ofNullable(byId.get(id));
  }

  JWKSet keys() {
    return new JWKSet(keys);
  }

  private void add(String id, ServiceSettings.Peer peer) {
    var setting = "CSR_IDENTITY_PEERS_" + id.toUpperCase(Locale.ROOT);
    if (peer.tenant().isBlank()) {
      throw new StartRefused(setting + "_TENANT is not set.");
    }
    if (peer.publicKeys().isEmpty()) {
      throw new StartRefused(setting + "_PUBLICKEYS is not set.");
    }
    var scopes = peer.scopes().toArray(String[]::new);
    var permissions = Scopes.permissions(scopes);
    if (permissions.size() != Set.of(scopes).size()) {
      throw new StartRefused(setting + "_SCOPES holds what machines may not do.");
    }
    var ofPeer = peer.publicKeys().stream().map(file -> key(setting, file)).toList();
    keys.addAll(ofPeer);
    byId.put(
        id,
        new Service(
            new Principal(peer.tenant(), "service-" + id, Role.API_CLIENT.spelling(), permissions),
            Set.copyOf(ofPeer.stream().map(JWK::getKeyID).toList())));
  }

  private static RSAKey key(String setting, Path file) {
    try (var pem = Files.newInputStream(file)) {
      RSAPublicKey key = RsaKeyConverters.x509().convert(pem);
      return new RSAKey.Builder(key)
          .keyID(ServiceTokens.keyId(key))
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.RS256)
          .build();
    } catch (IOException | IllegalArgumentException e) {
      throw new StartRefused(
          setting + "_PUBLICKEYS names a file that is not the PEM of an RSA public key.");
    }
  }
}
