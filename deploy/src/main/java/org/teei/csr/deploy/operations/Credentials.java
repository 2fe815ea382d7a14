package org.teei.csr.deploy.operations;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The database passwords of one stack: random, made once, readable by its owner only. */
record Credentials(String superuser, String owner, String api, String worker, String system) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Credentials of(DataFolder data) throws IOException {
    Path file = data.root().resolve("credentials.json");
    if (!Files.exists(file)) {
      var made = new Credentials(random(), random(), random(), random(), random());
      DataFolder.writeAtomically(file, JSON.writeValueAsString(made));
    }
    return JSON.readValue(file.toFile(), Credentials.class);
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
            "csr_system:" + system)
        .map(login -> "127.0.0.1:*:*:" + login + "\n")
        .collect(Collectors.joining());
  }

  @Override
  public String toString() {
    return "Credentials[hidden]";
  }
}
