package org.teei.csr.tests.impactin;

import static org.assertj.core.api.Assertions.assertThat;

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
final class SimulatedPlatforms {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;

  SimulatedPlatforms(String address) {
    this.address = address;
  }

  /** Where figures for a platform go. */
  String endpoint(String platform) {
    return address + "/" + platform;
  }

  /** Host and port, as circuits name them. */
  String host() {
    return URI.create(address).getAuthority();
  }

  /** What a platform truly accepted of an organisation. */
  List<JsonNode> accepted(String platform, String organization) {
    List<JsonNode> entries = new ArrayList<>();
    for (JsonNode entry :
        send(request("/ledger?platform=" + platform).GET(), 200).path("entries")) {
      if (entry.path("organizationId").asText().equals(organization)) {
        entries.add(entry);
      }
    }
    return entries;
  }

  /** Orders a fault, in the words of the simulators. */
  void fault(String order) {
    send(request("/faults").POST(BodyPublishers.ofString(order)), 201);
  }

  void noFaults() {
    send(request("/faults").DELETE(), 204);
  }

  /** Has what was accepted of an organisation told of, at an address of ours. */
  void callBack(String platform, String organization, String url, String secret) {
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
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
