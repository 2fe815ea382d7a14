package org.teei.csr.api.identity.signin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/** Reads of an answer as much as a provider has to say, and fails for more. */
final class ShortAnswer implements ClientHttpResponse {
  private static final int LONGEST = 512 << 10;

  private final ClientHttpResponse answer;
  private @Nullable InputStream body;

  ShortAnswer(ClientHttpResponse answer) {
    this.answer = answer;
  }

  /** The same each time, as whoever reads it looks first whether there is any. */
  @Override
  public InputStream getBody() throws IOException {
    var known = body;
    if (known != null) {
      return known;
    }
    var bytes = answer.getBody().readNBytes(LONGEST + 1);
    if (bytes.length > LONGEST) {
      throw new IOException("The provider's answer is too long");
    }
    var read = new ByteArrayInputStream(bytes);
    body = read;
    return read;
  }

  @Override
  public HttpStatusCode getStatusCode() throws IOException {
    return answer.getStatusCode();
  }

  @Override
  public String getStatusText() throws IOException {
    return answer.getStatusText();
  }

  @Override
  public HttpHeaders getHeaders() {
    return answer.getHeaders();
  }

  @Override
  public void close() {
    answer.close();
  }
}
