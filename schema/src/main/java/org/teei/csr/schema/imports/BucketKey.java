package org.teei.csr.schema.imports;

/** The access key that opens a bucket. Not shown by {@link #toString()}. */
public record BucketKey(String accessKeyId, String secretAccessKey) {
  @Override
  public String toString() {
    return "BucketKey[]";
  }
}
