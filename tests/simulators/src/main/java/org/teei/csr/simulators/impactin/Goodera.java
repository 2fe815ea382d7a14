package org.teei.csr.simulators.impactin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.teei.csr.simulators.impactin.Ledger.Report;
import org.teei.csr.simulators.shared.Reply;
import org.teei.csr.simulators.shared.Request;

/** API key or access token, one record or a batch, idempotency keys that can be asked about. */
final class Goodera {
  private static final String INVALID = "DIMENSION_INVALID";
  private static final int LARGEST_BATCH = 100;
  private static final Shape BATCH =
      Shape.object().with("records", Shape.nonEmpty(Shape.list(Shape.anyObject())));

  private final Intake intake;
  private final Limits limits;
  private final Access access;
  private final InstantSource clock;

  Goodera(Intake intake, Limits limits, Access access, InstantSource clock) {
    this.intake = intake;
    this.limits = limits;
    this.access = access;
    this.clock = clock;
  }

  Reply submit(Request request) {
    requireAccess(request);
    JsonNode record = Shapes.require(Shapes.GOODERA, request.body(), INVALID);
    return submit(request, record, List.of(report(record, request.body())));
  }

  Reply submitBatch(Request request) {
    requireAccess(request);
    JsonNode batch = Shapes.require(BATCH, request.body(), INVALID);
    JsonNode records = batch.get("records");
    if (records.size() > LARGEST_BATCH) {
      throw new Refused(
          413, "BATCH_SIZE_EXCEEDED", "A batch has " + LARGEST_BATCH + " records at most.");
    }
    List<byte[]> bytes = elements(request.body());
    List<Report> reports = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      Shapes.require(Shapes.GOODERA, records.get(i), INVALID);
      reports.add(report(records.get(i), bytes.get(i)));
    }
    return submit(request, records.get(0), reports);
  }

  Reply ask(Request request) {
    requireAccess(request);
    return intake.ask(Platform.GOODERA, request);
  }

  private Reply submit(Request request, JsonNode first, List<Report> reports) {
    if (request.header("X-API-Version").isEmpty()) {
      throw new Refused(400, INVALID, "There is no X-API-Version.");
    }
    Map<String, String> left =
        intake.settings().limits()
            ? headers(limits.count(Platform.GOODERA, first.get("organizationId").textValue()))
            : headers(new Limits.Left(Platform.GOODERA.limits.getFirst().requests(), now()));
    Reply reply =
        intake.submit(
            Platform.GOODERA,
            Dialect.JSON,
            request,
            request.header("Idempotency-Key").orElse(null),
            reports);
    return switch (reply) {
      case Reply.Answer answer -> answer.with(left);
      case Reply.Dripped dripped -> dripped;
      case Reply.Silence silence -> silence;
      case Reply.Reset reset -> reset;
    };
  }

  private Instant now() {
    return clock.instant();
  }

  private static Map<String, String> headers(Limits.Left left) {
    return Map.of(
        "x-ratelimit-remaining", String.valueOf(left.remaining()),
        "x-ratelimit-reset", String.valueOf(left.reset().getEpochSecond()));
  }

  private static Report report(JsonNode record, byte[] bytes) {
    String organization = record.get("organizationId").textValue();
    if (organization.equals("unknown") || record.get("projectId").textValue().equals("unknown")) {
      throw new Refused(404, "PROJECT_NOT_FOUND", "There is no such project.");
    }
    JsonNode period = record.get("reportingPeriod");
    return new Report(
        organization,
        record.get("projectId").textValue(),
        period.get("from").textValue() + "/" + period.get("to").textValue(),
        Json.sha256(bytes),
        List.of());
  }

  /** The records of a batch in the very bytes they were sent in. */
  private static List<byte[]> elements(byte[] batch) {
    List<byte[]> elements = new ArrayList<>();
    try (JsonParser parser = Json.MAPPER.createParser(batch)) {
      while (parser.nextToken() != JsonToken.START_ARRAY) {
        // On to the list.
      }
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        int begin = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        elements.add(
            Arrays.copyOfRange(batch, begin, (int) parser.currentLocation().getByteOffset()));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return elements;
  }

  private void requireAccess(Request request) {
    var key = request.header("X-API-Key");
    if (key.isPresent()) {
      Access.requireKey(key.get());
    } else {
      access.requireToken(Platform.GOODERA, request);
    }
  }
}
