package org.teei.csr.api.shared;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;

/** Bodies of forms (RFC 7578). */
public final class Multipart {
  public static final String BOUNDARY = "----a-boundary";

  private Multipart() {}

  public static byte[] of(String part, byte[] content) {
    return close(add(new ByteArrayOutputStream(), part, content));
  }

  public static byte[] of(String first, byte[] content, String second, byte[] more) {
    return close(add(add(new ByteArrayOutputStream(), first, content), second, more));
  }

  private static ByteArrayOutputStream add(
      ByteArrayOutputStream body, String part, byte[] content) {
    body.writeBytes(
        ("--"
                + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\""
                + part
                + "\"; filename=\"sessions.csv\"\r\nContent-Type: text/csv\r\n\r\n")
            .getBytes(US_ASCII));
    body.writeBytes(content);
    body.writeBytes("\r\n".getBytes(US_ASCII));
    return body;
  }

  private static byte[] close(ByteArrayOutputStream body) {
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(US_ASCII));
    return body.toByteArray();
  }
}
