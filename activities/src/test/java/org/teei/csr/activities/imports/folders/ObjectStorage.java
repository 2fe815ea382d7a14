package org.teei.csr.activities.imports.folders;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.adobe.testing.s3mock.S3MockApplication;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A server that speaks S3, one for all tests of a run, and what a partner does there. */
public final class ObjectStorage {
  private static final S3MockApplication SERVER = start();

  private final S3Client partner =
      S3Client.builder()
          .region(Region.US_EAST_1)
          .forcePathStyle(true)
          .endpointOverride(URI.create(endpoint()))
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("partner", "secret")))
          .httpClientBuilder(Apache5HttpClient.builder())
          .build();

  private final String bucket = "b" + UUID.randomUUID();

  public ObjectStorage() {
    partner.createBucket(request -> request.bucket(bucket));
  }

  private static S3MockApplication start() {
    // It adds settings of its own.
    return S3MockApplication.start(
        new HashMap<>(
            Map.of(
                S3MockApplication.PROP_HTTPS_PORT, "0",
                S3MockApplication.PROP_HTTP_PORT, "0",
                S3MockApplication.PROP_SILENT, "true")));
  }

  public static String endpoint() {
    return "http://127.0.0.1:" + SERVER.getHttpPort();
  }

  S3Client client() {
    return partner;
  }

  public String bucket() {
    return bucket;
  }

  public void put(String key, byte[] content) {
    partner.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content));
  }

  public void put(String key, String content) {
    put(key, content.getBytes(UTF_8));
  }

  public String text(String key) {
    try (ResponseInputStream<?> content =
        partner.getObject(request -> request.bucket(bucket).key(key))) {
      return new String(content.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All keys, in order. */
  public List<String> keys(String prefix) {
    return partner
        .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  public void delete(String key) {
    partner.deleteObject(request -> request.bucket(bucket).key(key));
  }
}
