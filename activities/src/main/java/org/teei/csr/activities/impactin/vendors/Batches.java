package org.teei.csr.activities.impactin.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** Bodies that hold several records of Goodera's. */
final class Batches {
  private static final JsonMapper JSON = new JsonMapper();

  private Batches() {}

  /** How many; 0 for a body that is one record itself. */
  static int records(byte[] body) {
    try {
      JsonNode records = JSON.readTree(body).path("records");
      return records.isArray() ? records.size() : 0;
    } catch (IOException notJson) {
      return 0;
    }
  }
}
