package org.teei.csr.activities.imports;

import java.util.LinkedHashMap;
import java.util.Map;
import org.teei.csr.schema.personaldata.BlindIndex;

/** Blind indexes of e-mail addresses. The recent ones are kept, for persons recur within a file. */
final class EmailIndexes {
  static final String KIND = "email";

  private static final int KEPT = 1 << 16;

  private final BlindIndex blindIndex;
  private final Map<String, BlindIndex.Index> recent =
      new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, BlindIndex.Index> eldest) {
          return size() > KEPT;
        }
      };

  EmailIndexes(BlindIndex blindIndex) {
    this.blindIndex = blindIndex;
  }

  BlindIndex.Index of(String email) {
    return recent.computeIfAbsent(email, address -> blindIndex.of(KIND, address));
  }
}
