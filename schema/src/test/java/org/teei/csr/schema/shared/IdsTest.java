package org.teei.csr.schema.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdsTest {
  @Test
  void laterIdsSortLaterInText() {
    var ids = Stream.generate(Ids::next).limit(1_000).toList();

    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.version() == 7);
    assertThat(ids.stream().map(Object::toString)).isSorted();
  }
}
