package org.teei.csr.engines.imports;

/** What the first bytes of a file show. */
public sealed interface Sniffed {

  /** The file can be staged, as far as its head tells. */
  @SuppressWarnings("AvoidCommonTypeNames") // always written Sniffed.Readable
  record Readable(CsvFormat format, HeaderMatch header) implements Sniffed {}

  /** The file cannot be imported; nothing of it needs to be kept. */
  record Refused(FileProblem problem) implements Sniffed {}
}
