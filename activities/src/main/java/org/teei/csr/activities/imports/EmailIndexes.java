package org.teei.csr.activities.imports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.teei.csr.engines.imports.AboutMatch;
import org.teei.csr.engines.imports.ImportRow;
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

  /** Of the people of a row, in its order. */
  List<BlindIndex.Index> of(ImportRow row) {
    return row.people().stream().map(person -> of(person.email())).toList();
  }

  /** Of the people whom a row names, be it to say of which match it is. */
  List<BlindIndex.Index> named(ImportRow row) {
    return row instanceof AboutMatch about
        ? about.match().pair().stream().map(person -> of(person.email())).toList()
        : of(row);
  }

  BlindIndex.Index of(String email) {
    return recent.computeIfAbsent(email, address -> blindIndex.of(KIND, address));
  }
}
