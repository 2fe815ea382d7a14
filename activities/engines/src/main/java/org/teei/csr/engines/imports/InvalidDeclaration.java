package org.teei.csr.engines.imports;

/** A declaration that is none of those understood. */
public final class InvalidDeclaration extends Exception {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final String rule;

  InvalidDeclaration(String name, String rule) {
    super(name);
    this.name = name;
    this.rule = rule;
  }

  /** Of the declaration, as in {@code dateFormat}. */
  public String name() {
    return name;
  }

  /** What it may be, in a sentence. */
  public String rule() {
    return rule;
  }
}
