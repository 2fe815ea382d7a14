package org.teei.csr.api.imports.folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.IMPORT_FOLDERS;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.api.shared.Api;
import org.teei.csr.api.shared.Http;
import org.teei.csr.api.shared.Http.Answer;
import org.teei.csr.schema.imports.BucketKey;
import org.teei.csr.schema.imports.BucketSeal;
import org.teei.csr.schema.jooq.tables.records.ImportFoldersRecord;
import org.teei.csr.schema.personaldata.TenantKeys;

/** Drop folders in buckets. */
class FolderBucketTest {
  private static final String FOLDERS = "/v1/import-folders";
  private static final String KEY =
      "\"accessKeyId\":\"AKIAEXAMPLE\",\"secretAccessKey\":\"s3cr3t/Value\"";
  private static final String PLACE =
      "\"bucket\":\"partner-exchange\",\"region\":\"eu-north-1\",\"endpoint\":\"https://storage.example.org\"";

  private final Api api = Api.shared();
  private final Http http = new Http(api);

  @Test
  void aFolderInABucketIsSetUpAndItsKeyIsNeverShown() {
    var made = create("{%s,\"prefix\":\"to-csr\",\"pathStyle\":true,%s}".formatted(PLACE, KEY));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    var address = made.header("location").orElseThrow();

    var folder = http.get(address);
    assertThat(folder.json().get("path").asString()).isEqualTo("s3://partner-exchange/to-csr/");
    var bucket = folder.json().get("bucket");
    assertThat(bucket.get("prefix").asString()).isEqualTo("to-csr/");
    assertThat(bucket.get("endpoint").asString()).isEqualTo("https://storage.example.org");
    assertThat(bucket.get("pathStyle").asBoolean()).isTrue();
    for (var answer : new Answer[] {made, folder, http.get(FOLDERS + "?page_size=100")}) {
      assertThat(answer.text()).doesNotContain("AKIAEXAMPLE", "s3cr3t", "ccessKey");
    }
    var row = row(address);
    assertThat(new String(row.getBucketCredentialsCiphertext(), StandardCharsets.ISO_8859_1))
        .doesNotContain("AKIAEXAMPLE", "s3cr3t");
    assertThat(key(row)).isEqualTo(new BucketKey("AKIAEXAMPLE", "s3cr3t/Value"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"region\":\"eu-north-1\" | /bucket/bucket",
        "\"bucket\":\"A\",\"region\":\"eu-north-1\" | /bucket/bucket",
        "\"bucket\":\"abc/def\",\"region\":\"eu-north-1\" | /bucket/bucket",
        "\"bucket\":\"abc\" | /bucket/region",
        "\"bucket\":\"abc\",\"region\":\"evil.example.org/\" | /bucket/region",
        "\"bucket\":\"abc\",\"region\":\"r\",\"prefix\":\"/a\" | /bucket/prefix",
        "\"bucket\":\"abc\",\"region\":\"r\",\"endpoint\":\"ftp://a.example.org\" | /bucket/endpoint",
        "\"bucket\":\"abc\",\"region\":\"r\",\"endpoint\":\"https://u:p@a.example.org\" | /bucket/endpoint",
        "\"bucket\":\"abc\",\"region\":\"r\",\"endpoint\":\"https://a.example.org/x\" | /bucket/endpoint",
        "\"bucket\":\"abc\",\"region\":\"r\",\"endpoint\":\"https://a.example.org?x\" | /bucket/endpoint"
      })
  void aPlaceThatIsNoneIsRefused(String members, String pointer) {
    var answer = create("{%s,%s}".formatted(members, KEY));

    assertThat(answer.problem()).isEqualTo("shared/invalid-body");
    assertThat(answer.json().get("errors").get(0).get("pointer").asString()).isEqualTo(pointer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",\"accessKeyId\":\"a\"",
        ",\"secretAccessKey\":\"a\"",
        ",\"accessKeyId\":\"a b\",\"secretAccessKey\":\"x\""
      })
  void aBucketWithoutAKeyIsRefused(String key) {
    var answer = create("{%s%s}".formatted(PLACE, key));

    assertThat(answer.problem()).isEqualTo("shared/invalid-body");
    assertThat(answer.text()).contains("/bucket/secretAccessKey");
  }

  @Test
  void aReplacementKeepsTheKeyOfTheSameBucket() {
    var address = created();

    var answer = replace(address, 1, "{%s,\"prefix\":\"other/\"}".formatted(PLACE));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(key(row(address))).isEqualTo(new BucketKey("AKIAEXAMPLE", "s3cr3t/Value"));
    assertThat(answer.json().get("bucket").get("prefix").asString()).isEqualTo("other/");
  }

  /** Who may not know the key must not be able to send it elsewhere. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"bucket\":\"partner-exchange\",\"region\":\"eu-north-1\",\"endpoint\":\"https://elsewhere.example.org\"",
        "\"bucket\":\"partner-exchange\",\"region\":\"eu-north-1\"",
        "\"bucket\":\"another\",\"region\":\"eu-north-1\",\"endpoint\":\"https://storage.example.org\""
      })
  void anotherBucketOrServerNeedsAKeyAnew(String place) {
    var address = created();

    assertThat(replace(address, 1, "{" + place + "}").problem()).isEqualTo("shared/invalid-body");
    assertThat(replace(address, 1, "{%s,%s}".formatted(place, KEY)).status()).isEqualTo(200);
  }

  @Test
  void aFolderBecomesADirectoryAndForgetsTheKey() {
    var address = created();

    var answer = replace(address, 1, "null");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(row(address).getBucketCredentialsCiphertext()).isNull();
    assertThat(answer.json().get("path").asString()).startsWith("demo/");
  }

  private String created() {
    return create("{%s,%s}".formatted(PLACE, KEY)).header("location").orElseThrow();
  }

  private Answer create(String bucket) {
    return http.post(
        FOLDERS,
        "{\"name\":\"f%s\",\"kind\":\"sessions\",\"enabled\":false,\"intervalSeconds\":60,\"bucket\":%s}"
            .formatted(UUID.randomUUID(), bucket));
  }

  private Answer replace(String address, int version, String bucket) {
    return http.send(
        "PUT",
        address,
        BodyPublishers.ofString(
            "{\"kind\":\"sessions\",\"enabled\":false,\"intervalSeconds\":90,\"bucket\":%s}"
                .formatted(bucket)),
        "Content-Type",
        "application/json",
        "If-Match",
        "\"%d\"".formatted(version));
  }

  private ImportFoldersRecord row(String address) {
    var id = UUID.fromString(address.substring(address.lastIndexOf('/') + 1));
    return api.worker()
        .read(
            Api.TENANT,
            db ->
                db.selectFrom(IMPORT_FOLDERS).where(IMPORT_FOLDERS.FOLDER_ID.eq(id)).fetchSingle());
  }

  private BucketKey key(ImportFoldersRecord row) {
    return new BucketSeal(api.bean(TenantKeys.class))
        .open(Api.TENANT, row.getFolderId(), row.getBucketCredentialsCiphertext());
  }
}
