package org.teei.csr.workflows.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.common.SearchAttributeKey;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttributesTest {

  @Test
  void theListIsComplete() throws IllegalAccessException {
    List<Object> declared = new ArrayList<>();
    for (Field field : Attributes.class.getFields()) {
      if (field.getType() == SearchAttributeKey.class) {
        declared.add(field.get(null));
      }
    }

    assertThat(Attributes.ALL)
        .hasSize(7)
        .hasSameElementsAs(
            declared.stream()
                .<SearchAttributeKey<?>>map(key -> (SearchAttributeKey<?>) key)
                .toList());
  }
}
