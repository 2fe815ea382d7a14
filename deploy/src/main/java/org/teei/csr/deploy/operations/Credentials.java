package org.teei.csr.deploy.operations;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one stack keeps secret: random, made once, readable by its owner only.
 *
 * @param superuser this and the next five are passwords of the database
 * @param natsWorker of the user of NATS who publishes events and consumes them
 * @param natsReader of the one who looks at them
 * @param developmentSecret with which {@code ./csr} asks the API for tokens
 */
record Credentials(
    String superuser,
    String owner,
    String api,
    String worker,
    String system,
    String replayer,
    String natsWorker,
    String natsReader,
    String developmentSecret) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Makes those that the folder does not hold yet: all of a new one, the later ones of an old. */
  static Credentials of(DataFolder data) throws IOException {
    File file = data.credentials().toFile();
    ObjectNode held =
        file.exists() ? JSON.readValue(file, ObjectNode.class) : JSON.createObjectNode();
    int before = held.size();
    for (RecordComponent each : Credentials.class.getRecordComponents()) {
      held.putIfAbsent(each.getName(), TextNode.valueOf(random()));
    }
    if (held.size() > before) {
      DataFolder.writeAtomically(data.credentials(), JSON.writeValueAsString(held));
    }
    return JSON.treeToValue(held, Credentials.class);
  }

  /** Hexadecimal, so that it needs no quoting anywhere. */
  private static String random() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The lines of a libpq password file, for {@code psql}. */
  String passwordFile() {
    return Stream.of(
            "postgres:" + superuser,
            "csr_owner:" + owner,
            "csr_api:" + api,
            "csr_worker:" + worker,
            "csr_system:" + system,
            "csr_replayer:" + replayer)
        .map(login -> "127.0.0.1:*:*:" + login + "\n")
        .collect(Collectors.joining());
  }

  @Override
  public String toString() {
    return "Credentials[hidden]";
  }
}
