package org.teei.csr.tests.shared;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.teei.csr.deploy.operations.Binaries;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * SeaweedFS as a process of its own: a server that speaks S3, checks signatures and knows who may
 * do what. It has one bucket, a key for the partner who owns it, and one for a drop folder in it.
 */
public final class S3Server implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The servers that it consists of; each has a port for HTTP and one for the others. */
  private static final List<String> PARTS = List.of("s3", "master", "volume", "filer");

  private final Place place;
  private final Process process;

  /** What somebody signs requests with. */
  public record Key(String id, String secret) {
    private static Key fresh() {
      return new Key("k" + UUID.randomUUID(), UUID.randomUUID().toString());
    }
  }

  /**
   * Where it is, and who may do what there.
   *
   * @param owner may do anything
   * @param folder may list, read, write and delete in the bucket
   */
  public record Place(String endpoint, String bucket, Key owner, Key folder) {

    private String identities() {
      return """
      {"identities": [
        {"name": "owner", "credentials": [{"accessKey": "%s", "secretKey": "%s"}], "actions": ["Admin"]},
        {"name": "folder", "credentials": [{"accessKey": "%s", "secretKey": "%s"}],
         "actions": ["List:%5$s", "Read:%5$s", "Write:%5$s"]}]}
      """
          .formatted(owner.id, owner.secret, folder.id, folder.secret, bucket);
    }

    /** The bucket as the partner uses it who owns it. */
    public S3Client partner() {
      return S3Client.builder()
          .region(Region.US_EAST_1)
          .forcePathStyle(true)
          .endpointOverride(URI.create(endpoint))
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create(owner.id, owner.secret)))
          .httpClientBuilder(Apache5HttpClient.builder())
          .build();
    }
  }

  private S3Server(Place place, Process process) {
    this.place = place;
    this.process = process;
  }

  /** Starts one that has its data and its log in a directory, and waits until it answers. */
  public static S3Server start(Path directory) throws IOException, InterruptedException {
    List<Integer> ports = freePorts(2 * PARTS.size());
    Place place =
        new Place(
            "http://" + LOOPBACK + ":" + ports.getFirst(),
            "b" + UUID.randomUUID(),
            Key.fresh(),
            Key.fresh());
    Path identities = Files.writeString(directory.resolve("identities.json"), place.identities());
    Process process =
        new ProcessBuilder(command(directory, identities, ports))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("s3.log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    await().atMost(PATIENCE).ignoreExceptions().until(() -> isReady(place));
    try (S3Client partner = place.partner()) {
      partner.createBucket(request -> request.bucket(place.bucket));
    }
    return new S3Server(place, process);
  }

  private static List<String> command(Path directory, Path identities, List<Integer> ports)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    try (InputStream lock = S3Server.class.getResourceAsStream("binaries.json")) {
      command.add(Binaries.find(Objects.requireNonNull(lock), "seaweedfs").toString());
    }
    Path data = Files.createDirectories(directory.resolve("data"));
    command.addAll(List.of("server", "-dir=" + data, "-ip=" + LOOPBACK, "-ip.bind=" + LOOPBACK));
    command.addAll(List.of("-master.telemetry=false", "-master.volumeSizeLimitMB=64"));
    command.addAll(List.of("-s3", "-s3.config=" + identities));
    // Tables of two other protocols, which have ports of their own.
    command.addAll(List.of("-s3.port.iceberg=0", "-s3.port.lance=0"));
    for (int i = 0; i < PARTS.size(); i++) {
      command.add("-" + PARTS.get(i) + ".port=" + ports.get(2 * i));
      command.add("-" + PARTS.get(i) + ".port.grpc=" + ports.get(2 * i + 1));
    }
    return command;
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK)));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  private static boolean isReady(Place place) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(place.endpoint + "/healthz"))
              .timeout(Duration.ofSeconds(2))
              .build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    }
  }

  public Place place() {
    return place;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
