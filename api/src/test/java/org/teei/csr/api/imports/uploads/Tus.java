package org.teei.csr.api.imports.uploads;

import java.net.http.HttpRequest.BodyPublishers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;

/** A client of tus 1.0. */
public final class Tus {
  private final Http http;

  public Tus(Http http) {
    this.http = http;
  }

  /** The address of a new upload. */
  public String begin(long length, String... headers) {
    return create(length, headers).header("location").orElseThrow();
  }

  /** The address of an upload that has arrived. */
  public String whole(byte[] file) {
    var address = begin(file.length);
    if (patch(address, 0, file).status() != 204) {
      throw new AssertionError("not taken");
    }
    return address;
  }

  Answer create(long length, String... headers) {
    return send("POST", "/v1/uploads", null, with(headers, "Upload-Length", "" + length));
  }

  Answer patch(String address, long offset, byte[] piece, String... headers) {
    return send(
        "PATCH",
        address,
        piece,
        with(
            headers,
            "Upload-Offset",
            "" + offset,
            "Content-Type",
            "application/offset+octet-stream"));
  }

  Answer head(String address) {
    return send("HEAD", address, null);
  }

  long offset(String address) {
    return Long.parseLong(head(address).header("upload-offset").orElseThrow());
  }

  Answer delete(String address) {
    return send("DELETE", address, null);
  }

  Answer send(String method, String address, byte[] body, String... headers) {
    return http.send(
        method,
        address,
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body),
        with(headers, "Tus-Resumable", "1.0.0"));
  }

  static String checksum(String name, String algorithm, byte[] bytes) {
    try {
      var digest = MessageDigest.getInstance(algorithm).digest(bytes);
      return name + " " + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String[] with(String[] headers, String... more) {
    var all = new ArrayList<>(List.of(headers));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
