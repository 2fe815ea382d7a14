package org.teei.csr.engines.imports;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaSafetyTest {

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@sum", "\tx", "\rx", "'=x", "''-x", "="})
  void aCellThatStartsAFormulaGetsAnApostrophe(String value) {
    assertThat(FormulaSafety.protect(value)).isEqualTo("'" + value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "'", "''", "'x", "\n=x", " =x", "1=1"})
  void anyOtherCellStaysAsItIs(String value) {
    assertThat(FormulaSafety.protect(value)).isEqualTo(value);
    assertThat(FormulaSafety.restore(value)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"'=x,=x", "''=x,'=x", "=x,=x"})
  void readingTakesOffOneApostrophe(String cell, String value) {
    assertThat(FormulaSafety.restore(cell)).isEqualTo(value);
  }

  @Property
  void readingGivesWhatWasWritten(@ForAll("cells") String value) {
    assertThat(FormulaSafety.restore(FormulaSafety.protect(value))).isEqualTo(value);
  }

  @Property
  void noWrittenCellStartsAFormula(@ForAll("cells") String value) {
    assertThat(FormulaSafety.protect(value)).doesNotMatch("(?s)[=+\\-@\\t\\r].*");
  }

  @Provide
  Arbitrary<String> cells() {
    return Arbitraries.strings().withChars("''=+-@\t\r\n ,\"a").ofMaxLength(6);
  }
}
