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
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;

/**
 * Master keys in a file that only its owner can read: a Tink AEAD keyset in JSON. For development
 * and single machines. The file is read at each call, so that a key added to it serves at once and
 * none stays in memory; while it cannot be read the KMS is away.
 */
public final class FileKms implements Kms {
  private final Path file;

  /**
   * @throws IOException if {@code file} cannot be read or is no keyset
   */
  public FileKms(Path file) throws IOException {
    this.file = file.toAbsolutePath();
    read(this.file);
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

  /**
   * Adds a master key to the keyset in {@code file}, which wraps from now on. The earlier ones stay
   * and unwrap.
   *
   * @throws IOException if {@code file} cannot be read or replaced, or is no keyset
   */
  public static void addKey(Path file) throws IOException {
    var target = file.toAbsolutePath();
    var keyset = KeysetHandle.newBuilder(read(target));
    var draft = draft(target);
    try {
      keyset.addEntry(
          KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
              .withRandomId()
              .makePrimary());
      write(draft, keyset.build());
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (GeneralSecurityException e) {
      throw new IOException("No key could be added", e);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  @Override
  public String keyId() {
    return "file:" + Integer.toHexString(keyset().getPrimary().getId());
  }

  @Override
  public byte[] wrap(byte[] key, byte[] associatedData) {
    try {
      return aead().encrypt(key, associatedData);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The master key does not encrypt", e);
    }
  }

  @Override
  public byte[] unwrap(byte[] wrapped, byte[] associatedData) {
    try {
      return aead().decrypt(wrapped, associatedData);
    } catch (GeneralSecurityException e) {
      throw new DecryptionException("The master key does not open this key", e);
    }
  }

  @Override
  public String toString() {
    return "FileKms[]";
  }

  private Aead aead() throws GeneralSecurityException {
    return keyset().getPrimitive(RegistryConfiguration.get(), Aead.class);
  }

  private KeysetHandle keyset() {
    try {
      return read(file);
    } catch (IOException e) {
      throw new KmsUnavailableException("The file with the master key cannot be read", e);
    }
  }

  private static KeysetHandle read(Path file) throws IOException {
    try {
      AeadConfig.register();
      return TinkJsonProtoKeysetFormat.parseKeyset(
          Files.readString(file), InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new IOException("No usable keyset in " + file, e);
    }
  }

  private static void create(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    var draft = draft(file);
    try {
      AeadConfig.register();
      write(draft, KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM));
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

  private static Path draft(Path file) throws IOException {
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    return Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new", ownerOnly);
  }

  private static void write(Path draft, KeysetHandle keyset)
      throws IOException, GeneralSecurityException {
    Files.writeString(
        draft, TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get()));
  }
}
