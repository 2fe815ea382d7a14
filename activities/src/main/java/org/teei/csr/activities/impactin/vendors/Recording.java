package org.teei.csr.activities.impactin.vendors;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.jspecify.annotations.Nullable;

/**
 * How far one request gets, and what comes back: filled by the thread that sends, read by the one
 * that waits. Whether a byte may have left is certain here, as who gives up and who begins to send
 * are serialised.
 */
final class Recording {
  /** Of the request that a thread sends. */
  static final ScopedValue<Recording> CURRENT = ScopedValue.newInstance();

  static final int MOST_BYTES = 1 << 20;

  private static final Set<String> SECRET = Set.of("authorization", "x-api-key", "set-cookie");

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private String requestHead = "";
  private String responseHead = "";
  private boolean abandoned;
  private boolean sending;
  private boolean whole;
  private int status;

  /** Has a client tell the recording of its thread. */
  static void of(HttpClientBuilder client) {
    client
        // Encoded answers are not asked for, and not unpacked: a small one may be endless inside.
        .disableContentCompression()
        .addExecInterceptorBefore(
            ChainElement.MAIN_TRANSPORT.name(),
            "recording",
            (request, scope, chain) -> {
              Recording recording = CURRENT.get();
              recording.send(request);
              ClassicHttpResponse response = chain.proceed(request, scope);
              recording.answer(response);
              return response;
            });
  }

  /** The connection is there and the request goes out. */
  private synchronized void send(HttpRequest request) throws InterruptedIOException {
    if (abandoned) {
      throw new InterruptedIOException("abandoned");
    }
    sending = true;
    requestHead =
        request.getMethod() + " " + request.getRequestUri() + " HTTP/1.1\r\n" + shown(request);
  }

  private synchronized void answer(ClassicHttpResponse response) {
    status = response.getCode();
    for (Header header : response.getHeaders()) {
      headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
    }
    responseHead = "HTTP/1.1 " + status + "\r\n" + shown(response);
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      whole = true;
    } else {
      response.setEntity(new Read(entity));
    }
  }

  private static String shown(HttpMessage message) {
    StringBuilder lines = new StringBuilder();
    for (Header header : message.getHeaders()) {
      boolean secret = SECRET.contains(header.getName().toLowerCase(Locale.ROOT));
      lines
          .append(header.getName())
          .append(": ")
          .append(secret ? "[redacted]" : header.getValue())
          .append("\r\n");
    }
    return lines.append("\r\n").toString();
  }

  /** Nobody waits any more: a request that has not begun to go out never will. */
  synchronized void abandon() {
    abandoned = true;
  }

  synchronized boolean sent() {
    return sending;
  }

  synchronized Outcome outcome(String otherwise) {
    return status == 0
        ? new Outcome.NoAnswer(otherwise)
        : new Outcome.Answered(status, Map.copyOf(headers), body.toByteArray(), whole);
  }

  synchronized int status() {
    return status;
  }

  synchronized byte[] requestHead() {
    return requestHead.getBytes(ISO_8859_1);
  }

  synchronized byte[] response() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(responseHead.getBytes(ISO_8859_1));
    all.writeBytes(body.toByteArray());
    return all.toByteArray();
  }

  private synchronized void read(byte[] bytes, int from, int count) throws IOException {
    int room = MOST_BYTES - body.size();
    body.write(bytes, from, Math.min(room, count));
    if (count > room) {
      throw new IOException("the answer is too large");
    }
  }

  /** Of the body, or of the whole exchange. */
  synchronized void end() {
    whole = true;
  }

  /** Keeps what is read of a body, and reads no more of it than may be kept. */
  private final class Read extends HttpEntityWrapper {
    Read(HttpEntity entity) {
      super(entity);
    }

    @Override
    public InputStream getContent() throws IOException {
      return new FilterInputStream(super.getContent()) {
        private boolean ended;

        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte @Nullable [] bytes, int from, int length) throws IOException {
          byte[] into = Objects.requireNonNull(bytes);
          int count = in.read(into, from, length);
          if (count < 0) {
            ended = true;
            end();
          } else {
            Recording.this.read(into, from, count);
          }
          return count;
        }

        /** One that has not ended is not read to its end: its connection is closed instead. */
        @Override
        public void close() throws IOException {
          if (ended) {
            in.close();
          }
        }
      };
    }
  }
}
