package org.teei.csr.engines.imports;

/** The family of a {@link FileProblemCode}; the API maps it to an HTTP status. */
public enum FileProblemKind {
  /** The bytes are of another media type or charset: 415. */
  MEDIA_TYPE,
  /** The bytes are no well-formed CSV text: 400. */
  MALFORMED,
  /** Well-formed, but not a table that can be imported: 422. */
  UNPROCESSABLE
}
