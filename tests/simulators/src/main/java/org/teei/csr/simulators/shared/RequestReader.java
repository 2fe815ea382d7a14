package org.teei.csr.simulators.shared;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads HTTP/1.1 requests, one after the other, from one connection. */
final class RequestReader {
  private static final int LONGEST_LINE = 16 * 1024;
  private static final int MOST_HEADERS = 100;
  private static final int LARGEST_BODY = 16 * 1024 * 1024;

  private final InputStream in;
  private final OutputStream out;

  RequestReader(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** What came is no request, or one too large to be read; the connection is of no use any more. */
  static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1;

    final int status;

    Unreadable(int status, String reason) {
      super(reason);
      this.status = status;
    }
  }

  /** The next request; none when the client is done. */
  Optional<Request> next() throws IOException {
    Optional<String> first = line();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    String[] words = first.get().split(" ", -1);
    if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
      throw new Unreadable(400, "not an HTTP/1.1 request line");
    }
    Map<String, String> headers = headers();
    try {
      return Optional.of(Request.of(words[0], words[1], headers, body(headers)));
    } catch (IllegalArgumentException e) {
      throw new Unreadable(400, "not a readable address");
    }
  }

  private Map<String, String> headers() throws IOException {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < MOST_HEADERS; i++) {
      String line = line().orElseThrow(() -> new Unreadable(400, "ends within its head"));
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new Unreadable(400, "not a header");
      }
      headers.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }
    throw new Unreadable(431, "too many headers");
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    if ("100-continue".equalsIgnoreCase(headers.get("Expect"))) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    if ("chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"))) {
      return chunks();
    }
    String length = headers.get("Content-Length");
    return length == null ? new byte[0] : exactly(number(length, 10));
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      String size = line().orElseThrow(() -> new Unreadable(400, "ends within its body"));
      int semicolon = size.indexOf(';');
      int length = number(semicolon < 0 ? size : size.substring(0, semicolon), 16);
      if (length == 0) {
        headers();
        return body.toByteArray();
      }
      if (body.size() + length > LARGEST_BODY) {
        throw new Unreadable(413, "too large");
      }
      body.write(exactly(length));
      line();
    }
  }

  private static int number(String digits, int radix) throws Unreadable {
    try {
      int number = Integer.parseInt(digits.strip(), radix);
      if (number < 0) {
        throw new Unreadable(400, "not a length");
      }
      return number;
    } catch (NumberFormatException e) {
      throw new Unreadable(400, "not a length");
    }
  }

  private byte[] exactly(int length) throws IOException {
    if (length > LARGEST_BODY) {
      throw new Unreadable(413, "too large");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new Unreadable(400, "ends within its body");
    }
    return bytes;
  }

  /** A line without its end; none at the end of the connection. */
  private Optional<String> line() throws IOException {
    var line = new ByteArrayOutputStream();
    while (true) {
      int next = in.read();
      if (next < 0) {
        return Optional.empty();
      }
      if (next == '\n') {
        return Optional.of(line.toString(StandardCharsets.ISO_8859_1).stripTrailing());
      }
      if (line.size() == LONGEST_LINE) {
        throw new Unreadable(431, "a line too long");
      }
      line.write(next);
    }
  }
}
