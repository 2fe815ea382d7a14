package org.teei.csr.bench.impactin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/** The simulators' own addresses: what they accepted, and what is to go wrong. */
public final class SimulatedPlatforms {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;

  public SimulatedPlatforms(String address) {
    this.address = address;
  }

  /** Where figures for a platform go. */
  public String endpoint(String platform) {
    return address + "/" + platform;
  }

  /** Host and port, as circuits name them. */
  public String host() {
    return URI.create(address).getAuthority();
  }

  /** What a platform truly accepted. */
  public List<JsonNode> accepted(String platform) {
    List<JsonNode> entries = new ArrayList<>();
    send(request("/ledger?platform=" + platform).GET(), 200).path("entries").forEach(entries::add);
    return entries;
  }

  /** What a platform truly accepted of an organisation. */
  public List<JsonNode> accepted(String platform, String organization) {
    return accepted(platform).stream()
        .filter(entry -> entry.path("organizationId").asText().equals(organization))
        .toList();
  }

  /** Orders a fault, in the words of the simulators. */
  public void fault(String order) {
    send(request("/faults").POST(BodyPublishers.ofString(order)), 201);
  }

  public void noFaults() {
    send(request("/faults").DELETE(), 204);
  }

  /** Has what was accepted of an organisation told of, at an address of ours. */
  public void callBack(String platform, String organization, String url, String secret) {
    var order =
        "{\"platform\":\"%s\",\"organizationId\":\"%s\",\"url\":\"%s\",\"secret\":\"%s\"}"
            .formatted(platform, organization, url, secret);
    send(request("/callbacks").POST(BodyPublishers.ofString(order)), 204);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path));
  }

  private JsonNode send(HttpRequest.Builder request, int expected) {
    try {
      var answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() != expected) {
        throw new IllegalStateException(
            "%d instead of %d: %s".formatted(answer.statusCode(), expected, answer.body()));
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
