package org.teei.csr.schema.shared;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataResource;

/** A secret of a Vault, and what opens it. */
final class VaultResource extends ConfigDataResource {
  private final URI address;
  private final String mount;
  private final String path;
  private final String token;
  private final @Nullable Path tokenFile;

  /**
   * @param mount of a KV engine of version 2
   * @param token empty where {@code tokenFile} holds it
   */
  VaultResource(URI address, String mount, String path, String token, @Nullable Path tokenFile) {
    this.address = address;
    this.mount = mount;
    this.path = path;
    this.token = token;
    this.tokenFile = tokenFile;
  }

  URI address() {
    return address;
  }

  String mount() {
    return mount;
  }

  String path() {
    return path;
  }

  String token() {
    return token;
  }

  @Nullable Path tokenFile() {
    return tokenFile;
  }

  /** The same address and path are read once. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VaultResource resource
        && resource.address.equals(address)
        && resource.mount.equals(mount)
        && resource.path.equals(path);
  }

  @Override
  public int hashCode() {
    return Objects.hash(address, mount, path);
  }

  @Override
  public String toString() {
    return address + " " + mount + "/" + path;
  }
}
