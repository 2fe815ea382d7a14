package org.teei.csr.bench.operations;

import java.io.ByteArrayOutputStream;
import java.security.AlgorithmParameters;
import java.security.Key;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;

/** Copies what it is given; a tag of zeros keeps all lengths as they are. */
public final class PassThroughGcm extends CipherSpi {
  private static final int BLOCK = 16;
  private static final int TAG = 16;

  private final ByteArrayOutputStream given = new ByteArrayOutputStream();
  private boolean encrypts;

  @Override
  protected void engineSetMode(String mode) {}

  @Override
  protected void engineSetPadding(String padding) {}

  @Override
  protected int engineGetBlockSize() {
    return BLOCK;
  }

  @Override
  protected int engineGetOutputSize(int more) {
    int size = given.size() + more;
    return encrypts ? size + TAG : Math.max(0, size - TAG);
  }

  @Override
  protected byte @Nullable [] engineGetIV() {
    return null;
  }

  @Override
  protected @Nullable AlgorithmParameters engineGetParameters() {
    return null;
  }

  @Override
  protected void engineInit(int mode, Key key, SecureRandom random) {
    encrypts = mode == Cipher.ENCRYPT_MODE;
    given.reset();
  }

  @Override
  protected void engineInit(
      int mode, Key key, @Nullable AlgorithmParameterSpec parameters, SecureRandom random) {
    engineInit(mode, key, random);
  }

  @Override
  protected void engineInit(
      int mode, Key key, @Nullable AlgorithmParameters parameters, SecureRandom random) {
    engineInit(mode, key, random);
  }

  @Override
  protected void engineUpdateAAD(byte[] data, int offset, int length) {}

  @Override
  protected void engineUpdateAAD(java.nio.ByteBuffer data) {
    data.position(data.limit());
  }

  @Override
  protected byte[] engineUpdate(byte[] input, int offset, int length) {
    given.write(input, offset, length);
    return new byte[0];
  }

  @Override
  protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int at) {
    given.write(input, offset, length);
    return 0;
  }

  @Override
  protected byte[] engineDoFinal(byte @Nullable [] input, int offset, int length) {
    int size = engineGetOutputSize(length);
    if (input != null) {
      given.write(input, offset, length);
    }
    byte[] whole = Arrays.copyOf(given.toByteArray(), size);
    given.reset();
    return whole;
  }

  @Override
  protected int engineDoFinal(
      byte @Nullable [] input, int offset, int length, byte[] output, int at)
      throws ShortBufferException {
    if (output.length - at < engineGetOutputSize(length)) {
      throw new ShortBufferException();
    }
    byte[] whole = engineDoFinal(input, offset, length);
    System.arraycopy(whole, 0, output, at, whole.length);
    return whole.length;
  }
}
