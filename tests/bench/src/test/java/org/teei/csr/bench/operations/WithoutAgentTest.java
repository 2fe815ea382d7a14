package org.teei.csr.bench.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Random;
import io.temporal.common.converter.DataConverter;
import java.security.Security;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.personaldata.Payloads;

/** What a comparison takes away must be gone, or the comparison says nothing. */
class WithoutAgentTest {
  private final byte[] plain = Random.randBytes(100);
  private final byte[] place = Random.randBytes(20);

  @AfterEach
  void encryptAgain() {
    Security.removeProvider(new PassThroughProvider().getName());
  }

  @Test
  void withoutEncryptionTheSameCallsKeepWhatTheyAreGiven() throws Exception {
    WithoutAgent.premain("encryption");

    var ciphertext = inNewThread(() -> aead().encrypt(plain, place));

    assertThat(hex(ciphertext)).contains(hex(plain));
    assertThat(inNewThread(() -> aead().decrypt(ciphertext, place))).isEqualTo(plain);
  }

  @Test
  void withEverythingNothingIsReadable() throws Exception {
    WithoutAgent.premain("nothing");

    assertThat(hex(inNewThread(() -> aead().encrypt(plain, place)))).doesNotContain(hex(plain));
  }

  @Test
  void withoutCodecPayloadsAreReadable() throws Exception {
    var text = UUID.randomUUID().toString();
    var encoding = Payloads.converter(new Unreadable());

    var converter =
        (DataConverter)
            PlainPayloads.withoutCodec().postProcessAfterInitialization(encoding, "dataConverter");

    assertThat(encoding.toPayload(text).orElseThrow().getData().toStringUtf8())
        .doesNotContain(text);
    assertThat(converter.toPayload(text).orElseThrow().getData().toStringUtf8()).contains(text);
  }

  /** Ciphers are kept by thread. */
  private static byte[] inNewThread(Callable<byte[]> work) throws Exception {
    try (var thread = Executors.newSingleThreadExecutor()) {
      return thread.submit(work).get();
    }
  }

  private static Aead aead() throws Exception {
    return new AesGcmJce(new byte[32]);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
