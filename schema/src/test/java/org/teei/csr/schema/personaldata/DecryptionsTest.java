package org.teei.csr.schema.personaldata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.context.WorkflowSerializationContext;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

/** What is copied to another row, column, person or tenant does not open, and that is noticed. */
class DecryptionsTest {
  private static final byte[] PLAIN = "canary@example.org".getBytes(UTF_8);

  private final Database database = Database.shared();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final InMemoryKms kms = new InMemoryKms();
  private final TenantKeys tenantKeys = new TenantKeys(new Tenancy(database.worker()), kms, meters);
  private final PersonKeys keys = new PersonKeys(tenantKeys);
  private final String tenant = database.freshTenant();
  private final UUID person = Ids.next();
  private final UUID row = Ids.next();

  @Test
  void whatOpensIsCountedByPurpose() {
    var key = keys.generate(tenant, person);
    var ciphertext = key.encrypt("texts", "ciphertext", row, PLAIN);

    key.decrypt("texts", "ciphertext", row, ciphertext);
    key.decrypt("texts", "ciphertext", row, ciphertext);
    keys.unwrap(tenant, person, keys.wrap(key));

    assertThat(opened("texts.ciphertext")).isEqualTo(2);
    assertThat(opened("person-key")).isEqualTo(1);
    assertThat(refused()).isZero();
  }

  @Test
  void aCellCopiedToAnotherRowRaisesTheAlarm() {
    var key = keys.generate(tenant, person);
    var ciphertext = key.encrypt("texts", "ciphertext", row, PLAIN);

    assertThatThrownBy(() -> key.decrypt("texts", "ciphertext", Ids.next(), ciphertext))
        .isInstanceOf(DecryptionException.class);

    assertThat(refused("texts.ciphertext")).isEqualTo(1);
    assertThat(opened("texts.ciphertext")).isZero();
  }

  @Test
  void aPersonKeyCopiedToAnotherTenantRaisesTheAlarm() {
    var wrapped = keys.wrap(keys.generate(tenant, person));

    assertThatThrownBy(() -> keys.unwrap(database.freshTenant(), person, wrapped))
        .isInstanceOf(DecryptionException.class);

    assertThat(refused("person-key")).isEqualTo(1);
  }

  @Test
  void aTenantKeyCopiedToAnotherTenantRaisesTheAlarm() {
    var other = database.freshTenant();
    tenantKeys.cipher(tenant);
    tenantKeys.cipher(other);
    var stolen = tenantKeys.stored(tenant).getFirst();
    new Tenancy(database.worker())
        .change(
            other,
            db ->
                db.execute(
                    "update csr.tenant_keys set wrapped_key = ? where purpose = ?",
                    stolen.bytes(),
                    stolen.purpose().column));

    assertThatThrownBy(() -> new TenantKeys(new Tenancy(database.api()), kms, meters).cipher(other))
        .isInstanceOf(DecryptionException.class);

    assertThat(refused("tenant-key")).isEqualTo(1);
  }

  @Test
  void aPayloadOfAnotherTenantRaisesTheAlarm() {
    var codec = new TenantPayloadCodec(tenantKeys, kms);
    var payload = Payload.newBuilder().setData(ByteString.copyFrom(PLAIN)).build();
    var foreign = codec.withContext(in(database.freshTenant())).encode(List.of(payload));

    assertThatThrownBy(() -> codec.withContext(in(tenant)).decode(foreign))
        .isInstanceOf(DecryptionException.class);

    assertThat(refused("payload")).isEqualTo(1);
  }

  private static WorkflowSerializationContext in(String tenant) {
    return new WorkflowSerializationContext("default", "imports/" + tenant + "/1");
  }

  private double opened(String purpose) {
    return meters.counter("csr.personaldata.decryptions", "purpose", purpose).count();
  }

  private double refused(String purpose) {
    return meters.counter("csr.personaldata.decryption.refused", "purpose", purpose).count();
  }

  private double refused() {
    return meters.find("csr.personaldata.decryption.refused").counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }
}
