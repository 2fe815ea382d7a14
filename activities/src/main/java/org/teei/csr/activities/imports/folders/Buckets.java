package org.teei.csr.activities.imports.folders;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.springframework.boot.http.client.InetAddressFilter;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.schema.imports.BucketKey;
import org.teei.csr.schema.imports.BucketPlace;
import org.teei.csr.workflows.shared.FailureClass;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Reaches object storage whose addresses companies chose. What a name resolves to is judged at the
 * connect, as for webhooks; nothing is tried a second time here, each call has a time limit, and
 * only the key of the folder opens anything: whatever this machine itself may read is never used.
 */
public final class Buckets {
  private static final Duration CONNECTING = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final boolean plainHttp;
  private final InetAddressFilter addresses;
  private final Duration patience;

  /**
   * @param plainHttp whether addresses without encryption may be used
   * @param privateAddresses whether machines may be reached that are not of the internet
   */
  public Buckets(boolean plainHttp, boolean privateAddresses) {
    this(
        plainHttp,
        privateAddresses ? InetAddressFilter.all() : InetAddressFilter.externalAddresses(),
        PATIENCE);
  }

  Buckets(boolean plainHttp, InetAddressFilter addresses, Duration patience) {
    this.plainHttp = plainHttp;
    this.addresses = addresses;
    this.patience = patience;
  }

  DropFolder open(BucketPlace place, BucketKey key) {
    S3ClientBuilder client =
        S3Client.builder()
            .region(Region.of(place.region()))
            .forcePathStyle(place.pathStyle())
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())))
            // Servers other than that of AWS know no other checksums.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(calls ->
                calls
                    .retryStrategy(AwsRetryStrategy.doNotRetry())
                    .apiCallTimeout(patience)
                    .defaultProfileFile(ProfileFile.aggregator().build()))
            .httpClient(http());
    String endpoint = place.endpoint();
    if (endpoint != null) {
      URI address = URI.create(endpoint);
      if (!plainHttp && !"https".equals(address.getScheme())) {
        throw new StepFailure(FailureClass.PERMANENT, "folder-not-encrypted");
      }
      client.endpointOverride(address);
    }
    return new S3DropFolder(client.build(), place.bucket(), place.prefix());
  }

  private SdkHttpClient http() {
    return Apache5HttpClient.builder()
        .connectionTimeout(CONNECTING)
        .socketTimeout(patience)
        .dnsResolver(new Judging())
        .proxyConfiguration(
            ProxyConfiguration.builder()
                .useSystemPropertyValues(false)
                .useEnvironmentVariableValues(false)
                .build())
        .build();
  }

  /** Asked for each connection, also where the name is an address already. */
  private final class Judging implements DnsResolver {
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      InetAddress[] allowed =
          Arrays.stream(SystemDefaultDnsResolver.INSTANCE.resolve(host))
              .filter(addresses::matches)
              .toArray(InetAddress[]::new);
      if (allowed.length == 0) {
        throw new StepFailure(FailureClass.PERMANENT, "folder-not-allowed");
      }
      return allowed;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
      return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
    }
  }
}
