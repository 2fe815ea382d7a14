package org.teei.csr.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.teei.csr.tests.architecture.Checkout;

/** A page that says something else than the code does is worse than none. */
class ReferencePagesTest {
  private static final String REWRITE =
      "./mvnw -q -pl tests -am test -Dtest=ReferencePagesTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true";

  @ParameterizedTest
  @EnumSource
  void saysWhatTheCodeSays(Page page) throws IOException {
    String today = page.content();
    if (Boolean.getBoolean("docs.write")) {
      Files.createDirectories(page.file().getParent());
      Files.writeString(page.file(), today);
    }

    assertThat(page.file()).as("%s is missing; write it by %s", page, REWRITE).exists();
    assertThat(Checkout.text(page.file()))
        .as("%s is stale; write it anew by %s", page, REWRITE)
        .isEqualTo(today);
  }
}
