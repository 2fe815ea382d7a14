package org.teei.csr.engines.imports;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** A file as it is taken in, in constant memory: its head is looked at, the whole is read once. */
public final class IncomingFile {
  private final CountingDigest bytes;
  private final byte[] head;
  private final Sniffed.Readable readable;

  private IncomingFile(CountingDigest bytes, byte[] head, Sniffed.Readable readable) {
    this.bytes = bytes;
    this.head = head;
    this.readable = readable;
  }

  /**
   * Looks at the head of a file.
   *
   * @param bytes as they were sent
   * @param declared the charset that was declared with them
   * @throws FileRefused if the head shows that the file cannot be imported
   */
  public static IncomingFile open(ImportKind kind, InputStream bytes, @Nullable Charset declared)
      throws IOException, FileRefused {
    var counted = new CountingDigest(bytes);
    byte[] head = counted.readNBytes(CsvSniffer.HEAD_BYTES + 1);
    boolean whole = head.length <= CsvSniffer.HEAD_BYTES;
    return switch (CsvSniffer.sniff(kind, head, whole, declared)) {
      case Sniffed.Refused(var problem) -> throw new FileRefused(problem);
      case Sniffed.Readable readable -> new IncomingFile(counted, head, readable);
    };
  }

  /** What the head shows. */
  public Sniffed.Readable readable() {
    return readable;
  }

  /** The file as it is stored: UTF-8 without byte order mark. To be read once, to its end. */
  public InputStream content() throws IOException {
    return NormalizedInput.of(
        new SequenceInputStream(new ByteArrayInputStream(head), bytes),
        readable.format().encoding());
  }

  /** How many bytes were sent; known at the end of {@link #content}. */
  public long length() {
    return bytes.count;
  }

  /** Of the bytes as they were sent; known at the end of {@link #content}, and asked for once. */
  public byte[] sha256() {
    return bytes.getMessageDigest().digest();
  }

  private static final class CountingDigest extends DigestInputStream {
    private long count;

    CountingDigest(InputStream in) {
      super(in, newSha256());
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count += one < 0 ? 0 : 1;
      return one;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      count += Math.max(0, read);
      return read;
    }

    private static MessageDigest newSha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("SHA-256 is not available", e);
      }
    }
  }
}
