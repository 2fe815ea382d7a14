package org.teei.csr.api.shared;

import java.util.Arrays;
import java.util.HexFormat;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.schema.shared.Sha256;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers with an entity tag (RFC 9110). Spring turns them into 304 where {@code If-None-Match} has
 * the tag. The tags are weak: they compare content, not bytes.
 */
@Component
public final class EntityTags {
  private static final int BYTES = 16;

  private final JsonMapper json;

  EntityTags(JsonMapper json) {
    this.json = json;
  }

  public <T> ResponseEntity<T> answer(T body) {
    return answer(body, body);
  }

  /**
   * @param content what makes another version when it changes, where that is not the whole body
   */
  public <T> ResponseEntity<T> answer(T body, Object content) {
    return ResponseEntity.ok().eTag("W/\"" + of(content) + "\"").body(body);
  }

  /** What a tag holds: the same for the same content, in letters and digits. */
  public String of(Object content) {
    return digest(json.writeValueAsBytes(content));
  }

  private static String digest(byte[] content) {
    return HexFormat.of().formatHex(Arrays.copyOf(Sha256.start().digest(content), BYTES));
  }
}
