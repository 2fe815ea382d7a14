package org.teei.csr.engines.imports;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * How a file is to be read: which header is which column, and what was said of its cells. Of a job
 * it never changes, so that each reading of its file gives the same.
 */
public record FileReading(HeaderMapping mapping, DeclaredFormat declared) {
  /** As the file itself shows. */
  public static final FileReading PLAIN = new FileReading(HeaderMapping.NONE, DeclaredFormat.NONE);

  /**
   * As a job keeps it.
   *
   * @param mapping of {@link HeaderMapping#json}
   * @param declared of {@link DeclaredFormat#json}
   */
  public static FileReading stored(String mapping, String declared) {
    return new FileReading(HeaderMapping.stored(mapping), DeclaredFormat.parse(declared));
  }

  /**
   * For the files of a kind, of which each need not have every header.
   *
   * @param mapping of {@link HeaderMapping#json}
   * @param declared of {@link DeclaredFormat#json}
   */
  public static FileReading ofFiles(String mapping, String declared) {
    return new FileReading(HeaderMapping.parseRemembered(mapping), DeclaredFormat.parse(declared));
  }

  /** Tells one reading from another; empty for that of the file itself. */
  public byte[] sha256() {
    if (mapping.isEmpty() && declared.equals(DeclaredFormat.NONE)) {
      return new byte[0];
    }
    Canonical content = new Canonical();
    mapping.fields().forEach((header, field) -> content.text(header).text(field));
    content.text(declared.json());
    try {
      return MessageDigest.getInstance("SHA-256").digest(content.bytes());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
