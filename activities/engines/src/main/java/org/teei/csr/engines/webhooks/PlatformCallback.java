package org.teei.csr.engines.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a platform says about a report that it had accepted.
 *
 * @param transactionId what it answered with when it accepted the report
 * @param outcome how far it is with it
 * @param reason a token that says why, or null
 * @param identity two callbacks with the same say the same: type, status and ids, and not when
 */
public record PlatformCallback(
    String transactionId, Outcome outcome, @Nullable String reason, String identity) {
  private static final int LONGEST_ID = 200;
  private static final String FAILED = "platform-says-failed";
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  /** How far a platform is. */
  public enum Outcome {
    /** It has the report and will go on with it. */
    RECEIVED,
    PROCESSED,
    FAILED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Reads a callback in the form of its platform; nothing if it has not this form. */
  public static Optional<PlatformCallback> read(WebhookSource source, byte[] body) {
    return tree(body)
        .flatMap(callback ->
            switch (source) {
              case BENEVITY -> benevity(callback);
              case GOODERA -> goodera(callback);
              case WORKDAY -> workday(callback);
            });
  }

  private static Optional<PlatformCallback> benevity(JsonNode callback) {
    String type = text(callback, "event_type");
    return switch (type) {
      case "delivery.success" -> of(callback, "transaction_id", type, Outcome.PROCESSED, null);
      case "delivery.failed" -> of(callback, "transaction_id", type, Outcome.FAILED, FAILED);
      case "delivery.retry" ->
          of(callback, "transaction_id", type, Outcome.RECEIVED, "platform-tries-again");
      default -> Optional.empty();
    };
  }

  private static Optional<PlatformCallback> goodera(JsonNode callback) {
    String type = text(callback, "eventType");
    return switch (type) {
      case "data.received" -> of(callback, "transactionId", type, Outcome.RECEIVED, null);
      case "data.processed" -> of(callback, "transactionId", type, Outcome.PROCESSED, null);
      case "data.failed" -> of(callback, "transactionId", type, Outcome.FAILED, FAILED);
      default -> Optional.empty();
    };
  }

  private static Optional<PlatformCallback> workday(JsonNode callback) {
    String type = text(callback, "eventType");
    return switch (type) {
      case "activity.created", "activity.updated", "enrollment.confirmed" ->
          switch (text(callback, "status")) {
            case "success" -> of(callback, "transactionId", type, Outcome.PROCESSED, null);
            case "error" -> of(callback, "transactionId", type, Outcome.FAILED, FAILED);
            default -> Optional.empty();
          };
      default -> Optional.empty();
    };
  }

  private static Optional<PlatformCallback> of(
      JsonNode callback, String idMember, String type, Outcome outcome, @Nullable String reason) {
    String id = text(callback, idMember);
    if (id.isBlank()
        || id.length() > LONGEST_ID
        || !id.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      return Optional.empty();
    }
    String identity =
        String.join(
            "\0",
            type,
            outcome.word(),
            id,
            text(callback, "activityId"),
            text(callback, "enrollmentId"));
    return Optional.of(new PlatformCallback(id, outcome, reason, identity));
  }

  /** SHA-256 over what makes two callbacks the same. */
  public byte[] digest() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(identity.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<JsonNode> tree(byte[] body) {
    try {
      return Optional.ofNullable(JSON.readTree(body)).filter(JsonNode::isObject);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Empty where there is no such text. */
  private static String text(JsonNode node, String member) {
    return node.path(member).asText("");
  }
}
