package org.teei.csr.deploy.operations;

import java.util.Locale;
import org.teei.csr.deploy.shared.CsrFailure;

/**
 * The kinds of machine for which server binaries are pinned, under the names that others gave them.
 */
enum Platform {
  LINUX_X64("linux-x64", "linux", "amd64", "postgres-linux-x86_64.txz"),
  LINUX_ARM64("linux-arm64", "linux", "arm64", "postgres-linux-arm_64.txz"),
  MACOS_X64("macos-x64", "darwin", "amd64", "postgres-darwin-x86_64.txz"),
  MACOS_ARM64("macos-arm64", "darwin", "arm64", "postgres-darwin-arm_64.txz");

  /** Key in the lock file. */
  final String key;

  /** Operating system and processor as the vendors of Temporal and NATS write them. */
  final String vendorOs;

  final String vendorArch;

  /** Resource of the embedded PostgreSQL bundle. */
  final String postgresResource;

  Platform(String key, String vendorOs, String vendorArch, String postgresResource) {
    this.key = key;
    this.vendorOs = vendorOs;
    this.vendorArch = vendorArch;
    this.postgresResource = postgresResource;
  }

  static Platform current() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Platform of(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    boolean arm = osArch.equals("aarch64") || osArch.equals("arm64");
    boolean intel = osArch.equals("amd64") || osArch.equals("x86_64");
    if (os.startsWith("linux") && (arm || intel)) {
      return arm ? LINUX_ARM64 : LINUX_X64;
    }
    if (os.startsWith("mac") && (arm || intel)) {
      return arm ? MACOS_ARM64 : MACOS_X64;
    }
    throw new CsrFailure(
        "./csr runs on Linux and macOS, on x86-64 and ARM 64, but not on "
            + osName
            + " "
            + osArch
            + ".");
  }
}
