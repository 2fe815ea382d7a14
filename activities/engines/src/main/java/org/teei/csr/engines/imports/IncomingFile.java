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
  private final FileReading reading;

  private IncomingFile(
      CountingDigest bytes, byte[] head, Sniffed.Readable readable, FileReading reading) {
    this.bytes = bytes;
    this.head = head;
    this.readable = readable;
    this.reading = reading;
  }

  /**
   * Looks at the head of a file.
   *
   * @param bytes as they were sent
   * @param declared the charset that was declared with them
   * @param asked how it is to be read
   * @throws FileRefused if the head shows that the file cannot be imported
   */
  public static IncomingFile open(
      ImportKind kind, InputStream bytes, @Nullable Charset declared, FileReading asked)
      throws IOException, FileRefused {
    var counted = new CountingDigest(bytes);
    byte[] head = counted.readNBytes(CsvSniffer.HEAD_BYTES + 1);
    boolean whole = head.length <= CsvSniffer.HEAD_BYTES;
    return switch (CsvSniffer.sniff(kind, head, whole, declared, asked)) {
      case Sniffed.Refused(var problem) -> throw new FileRefused(problem);
      case Sniffed.Readable readable ->
          new IncomingFile(
              counted,
              head,
              readable,
              new FileReading(readable.header().mapping(), asked.declared()));
    };
  }

  /** What the head shows. */
  public Sniffed.Readable readable() {
    return readable;
  }

  /** How it is read, as far as that concerns this file. */
  public FileReading reading() {
    return reading;
  }

  /** The file as it is stored: UTF-8 without byte order mark. To be read once, to its end. */
  public InputStream content() throws IOException {
    return NormalizedInput.of(
        new SequenceInputStream(new ByteArrayInputStream(head), bytes), readable.format());
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
