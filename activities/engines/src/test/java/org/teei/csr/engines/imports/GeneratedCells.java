package org.teei.csr.engines.imports;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Texts as cells may hold them: any character but NUL, those that matter to CSV often. */
final class GeneratedCells {
  private GeneratedCells() {}

  static Arbitrary<String> texts() {
    Arbitrary<String> hostile =
        Arbitraries.strings().withChars("''\"\",;\t\r\n=+-@ a").ofMaxLength(8);
    Arbitrary<String> any =
        Arbitraries.strings()
            .withCharRange('\u0001', '\uD7FF')
            .withCharRange('\uE000', '\uFFFF')
            .ofMaxLength(12);
    Arbitrary<String> pairs = Arbitraries.of("\ud83d\ude00", "\u00e9\u0454\u2028", "");
    return Arbitraries.oneOf(hostile, any, pairs);
  }
}
