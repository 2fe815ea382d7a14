package org.teei.csr.schema.personaldata;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;

/**
 * A master key in a file that only its owner can read: a Tink AEAD keyset in JSON. For development
 * and single machines.
 */
public final class FileKms implements Kms {
  private final Aead aead;
  private final String keyId;

  /**
   * @throws IOException if {@code file} cannot be read or is no keyset
   */
  public FileKms(Path file) throws IOException {
    try {
      AeadConfig.register();
      var keyset =
          TinkJsonProtoKeysetFormat.parseKeyset(
              Files.readString(file), InsecureSecretKeyAccess.get());
      this.aead = keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
      this.keyId = "file:" + Integer.toHexString(keyset.getPrimary().getId());
    } catch (GeneralSecurityException e) {
      throw new IOException("No usable keyset in " + file, e);
    }
  }

  /**
   * Opens the keyset in {@code file} and makes one first if there is none; several processes may do
   * so at once.
   */
  public static FileKms createIfMissing(Path file) throws IOException {
    if (!Files.exists(file)) {
      create(file.toAbsolutePath());
    }
    return new FileKms(file);
  }

  @Override
  public String keyId() {
    return keyId;
  }

  @Override
  public byte[] wrap(byte[] key, byte[] associatedData) {
    try {
      return aead.encrypt(key, associatedData);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The master key does not encrypt", e);
    }
  }

  @Override
  public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
    try {
      return aead.decrypt(wrapped, associatedData);
    } catch (GeneralSecurityException e) {
      throw new DecryptionException("The master key does not open this key", e);
    }
  }

  @Override
  public String toString() {
    return "FileKms[keyId=" + keyId + "]";
  }

  private static void create(Path file) throws IOException {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Files.createDirectories(file.getParent());
    var draft =
        Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new", ownerOnly);
    try {
      AeadConfig.register();
      var keyset = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
      Files.writeString(
          draft, TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get()));
      // A link appears whole and never replaces the key that another process has just made.
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException alreadyMade) {
      // The other process's key is as good.
    } catch (GeneralSecurityException e) {
      throw new IOException("No keyset could be made", e);
    } finally {
      Files.delete(draft);
    }
  }
}
