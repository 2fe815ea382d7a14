package org.teei.csr.deploy.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinariesTest {

  @ParameterizedTest
  @CsvSource({
    "'temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)', 1.9.1, true",
    "'temporal version 1.10.0 (Server 1.33.0, UI 2.55.0)', 1.9.1, true",
    "'temporal version 1.5.1 (Server 1.29.1, UI 2.41.0)', 1.9.1, false",
    "'temporal version 2.0.0 (Server 2.0.0, UI 3.0.0)', 1.9.1, false",
    "'nats-server: v2.15.1', 2.15.1, true",
    "'nats-server: v2.9.9', 2.15.1, false",
    "'no version at all', 1.0.0, false",
    "'', 1.0.0, false"
  })
  void takes_a_program_of_the_path_when_it_is_the_pinned_version_or_a_later_one(
      String versionLine, String pinned, boolean fits) {
    assertThat(Binaries.fits(versionLine, pinned)).isEqualTo(fits);
  }

  @Test
  void finds_the_hash_of_one_file_in_the_vendors_list() throws IOException {
    String list = "aa11  other.tar.gz\nbb22  wanted.tar.gz\ncc33 *binary.tar.gz\n";
    assertThat(Binaries.publishedHash(list, "wanted.tar.gz")).isEqualTo("bb22");
    assertThat(Binaries.publishedHash(list, "binary.tar.gz")).isEqualTo("cc33");
  }

  @Test
  void refuses_an_archive_that_the_vendor_does_not_list() {
    assertThatThrownBy(() -> Binaries.publishedHash("aa11  other.tar.gz\n", "wanted.tar.gz"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void shows_a_version_without_the_programs_name() {
    assertThat(Binaries.bareVersion("nats-server: v2.15.1")).isEqualTo("2.15.1");
  }
}
