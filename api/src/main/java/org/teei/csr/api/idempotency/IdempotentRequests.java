package org.teei.csr.api.idempotency;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.Principal;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemCatalogue;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.schema.idempotency.Claim;
import org.teei.csr.schema.idempotency.IdempotencyKeys;
import org.teei.csr.schema.idempotency.StoredAnswer;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.shared.Sha256;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gives the same answer to the same request. Keys hold for 24 hours, per tenant, principal and
 * route.
 */
@Component
public final class IdempotentRequests implements ProblemCatalogue.Contribution {
  public static final String HEADER = "Idempotency-Key";

  /** How long an answer is kept. Work that is older belongs to an earlier use of its key. */
  public static final Duration LIFETIME = Duration.ofHours(24);

  private static final String REPLAYED = "Idempotent-Replayed";

  private final IdempotencyKeys keys;
  private final JsonMapper json;

  IdempotentRequests(IdempotencyKeys keys, JsonMapper json) {
    this.keys = keys;
    this.json = json;
  }

  /**
   * What a request came to.
   *
   * @param body written as JSON
   */
  public record Answer(int status, Object body, @Nullable URI location) {}

  /**
   * Does the work of a request once. A request without key is done each time.
   *
   * @param route method and path
   * @param content what makes two requests the same, in words or bytes
   * @param work makes its row with the id that it is given: the same for a repetition whose first
   *     answer was lost, so that its effect is found. Where that row is older than {@link
   *     #LIFETIME}, the key is used anew and the row is another: see {@link #successor}. A failure
   *     frees the key.
   */
  public ResponseEntity<byte[]> answer(
      Principal principal,
      String route,
      @Nullable String key,
      List<byte[]> content,
      Function<UUID, Answer> work) {
    return answer(principal, route, key, content, work, answer -> answer);
  }

  /**
   * Like {@link #answer} for work whose answer has a secret in it, which is given once and not
   * kept: a repetition is told where the thing is. The work does the same, by {@link #secretGiven},
   * where its row is there already.
   */
  public ResponseEntity<byte[]> answerOnce(
      Principal principal,
      String route,
      @Nullable String key,
      List<byte[]> content,
      Function<UUID, Answer> work) {
    var answer = answer(principal, route, key, content, work, IdempotentRequests::withoutSecret);
    if (answer.getStatusCode().value() == IdempotencyProblem.SECRET_GIVEN.status()) {
      throw secretGiven(answer.getHeaders().getLocation());
    }
    return answer;
  }

  /**
   * The key of a request that has to have one, as what it does goes outside.
   *
   * @throws ProblemException with 400 where there is none
   */
  public static String required(@Nullable String key) {
    if (key == null) {
      throw ProblemException.of(IdempotencyProblem.KEY_REQUIRED);
    }
    return key;
  }

  /** Ends a request whose thing was made before. */
  public static ProblemException secretGiven(@Nullable URI location) {
    return ProblemException.at(IdempotencyProblem.SECRET_GIVEN, location);
  }

  private ResponseEntity<byte[]> answer(
      Principal principal,
      String route,
      @Nullable String key,
      List<byte[]> content,
      Function<UUID, Answer> work,
      UnaryOperator<StoredAnswer> kept) {
    if (key == null) {
      return entity(stored(work.apply(Ids.next())), false);
    }
    var fingerprint = digest(content);
    return switch (keys.claim(
        principal.tenant(), principal.name(), route, sound(key), fingerprint)) {
      case Claim.Answered(StoredAnswer answer) -> entity(answer, true);
      case Claim.Mismatch() -> throw ProblemException.of(IdempotencyProblem.KEY_REUSED);
      case Claim.Running(var wait) ->
          throw ProblemException.retryAfter(IdempotencyProblem.STILL_RUNNING, wait);
      case Claim.Fresh(var claim) -> {
        var answer = done(claim, work, businessId(principal, route, key, fingerprint));
        keys.complete(claim, kept.apply(answer));
        yield entity(answer, false);
      }
    };
  }

  private static StoredAnswer withoutSecret(StoredAnswer answer) {
    return new StoredAnswer(
        IdempotencyProblem.SECRET_GIVEN.status(), new byte[0], null, answer.location(), null);
  }

  @Override
  public List<IdempotencyProblem> kinds() {
    return List.of(IdempotencyProblem.values());
  }

  /**
   * The id for the thing of a request, behind those of earlier uses of its key.
   *
   * @param usedEarlier whether the thing with an id is of an earlier use, older than {@link
   *     #LIFETIME}
   */
  public static UUID unused(UUID asked, Predicate<UUID> usedEarlier) {
    var id = asked;
    while (usedEarlier.test(id)) {
      id = successor(id);
    }
    return id;
  }

  /**
   * The id for the next use of a key for the same request, after the row of the given id has
   * outlived it. Each use has one id, whoever asks and however often, as nothing else about a use
   * survives its loss.
   */
  public static UUID successor(UUID id) {
    var bits =
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits());
    return idOf(digest(List.of(bits.array())));
  }

  private StoredAnswer done(Claim.ClaimId claim, Function<UUID, Answer> work, UUID id) {
    try {
      return stored(work.apply(id));
    } catch (RuntimeException failed) {
      keys.release(claim);
      throw failed;
    }
  }

  private StoredAnswer stored(Answer answer) {
    return new StoredAnswer(
        answer.status(),
        json.writeValueAsBytes(answer.body()),
        MediaType.APPLICATION_JSON_VALUE,
        answer.location() == null ? null : answer.location().toString(),
        null);
  }

  private static ResponseEntity<byte[]> entity(StoredAnswer answer, boolean replayed) {
    var headers = new HttpHeaders();
    set(headers, HttpHeaders.CONTENT_TYPE, answer.contentType());
    set(headers, HttpHeaders.LOCATION, answer.location());
    set(headers, HttpHeaders.ETAG, answer.etag());
    set(headers, REPLAYED, replayed ? "true" : null);
    return ResponseEntity.status(answer.status()).headers(headers).body(answer.body());
  }

  private static void set(HttpHeaders headers, String name, @Nullable String value) {
    if (value != null) {
      headers.set(name, value);
    }
  }

  private static String sound(String key) {
    if (key.isEmpty() || key.length() > 255 || !key.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw ProblemException.of(
          IdempotencyProblem.INVALID_KEY,
          List.of(Fault.ofHeader(HEADER, "invalid", "Has 1 to 255 visible ASCII characters.")));
    }
    return key;
  }

  /** The same for the same request, whoever claims it. */
  private static UUID businessId(
      Principal principal, String route, String key, byte[] fingerprint) {
    var name =
        String.join("\0", principal.tenant(), principal.name(), route, key)
            .getBytes(StandardCharsets.UTF_8);
    return idOf(digest(List.of(name, fingerprint)));
  }

  /** Formed as a UUID of version 8 (RFC 9562). */
  private static UUID idOf(byte[] digest) {
    var bits = ByteBuffer.wrap(digest);
    return new UUID(bits.getLong() & ~0xF000L | 0x8000L, bits.getLong() & ~(3L << 62) | 1L << 63);
  }

  private static byte[] digest(List<byte[]> parts) {
    var sha256 = Sha256.start();
    for (var part : parts) {
      sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
      sha256.update(part);
    }
    return sha256.digest();
  }
}
