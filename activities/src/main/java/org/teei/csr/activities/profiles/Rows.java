package org.teei.csr.activities.profiles;

import java.util.Collection;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Rows as columns, which a statement unnests. */
final class Rows {
  private Rows() {}

  static <T, V> V[] column(Collection<T> rows, Function<T, V> value, IntFunction<V[]> array) {
    return rows.stream().map(value).toArray(array);
  }
}
