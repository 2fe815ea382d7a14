package org.teei.csr.activities.impactin.vendors;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.storage.StorageFullException;
import org.teei.csr.workflows.shared.FailureClass;

/** Files of deliveries in object storage, named by them: a repeat leaves the same file. */
final class FileChannel {
  private static final String FOLDER = "impact-in/";

  private final Storage storage;

  FileChannel(Storage storage) {
    this.storage = storage;
  }

  VendorAnswer write(Outgoing outgoing) {
    String name = name(outgoing);
    long began = System.nanoTime();
    try {
      storage.write(outgoing.tenant().value(), name, new ByteArrayInputStream(outgoing.body()));
      return VendorAnswer.of(
          Judgement.good(Verdict.CONFIRMED, name), exchange(outgoing.body(), began));
    } catch (IOException failed) {
      return VendorAnswer.of(
          Judgement.bad(Verdict.TRY_LATER, FailureClass.TRANSIENT, reason(failed)),
          exchange(outgoing.body(), began));
    }
  }

  VendorAnswer look(Outgoing outgoing) {
    String name = name(outgoing);
    long began = System.nanoTime();
    try {
      boolean there =
          storage.list(outgoing.tenant().value(), name).stream()
              .anyMatch(object -> object.name().equals(name));
      return VendorAnswer.of(
          there ? Judgement.good(Verdict.CONFIRMED, name) : Judgement.good(Verdict.NOT_FOUND, null),
          exchange(new byte[0], began));
    } catch (IOException failed) {
      return VendorAnswer.of(
          Judgement.bad(Verdict.TRY_LATER, FailureClass.TRANSIENT, reason(failed)),
          exchange(new byte[0], began));
    }
  }

  private static String reason(IOException failed) {
    return StorageFullException.isMeantBy(failed) ? "storage-full" : "storage-unreachable";
  }

  private static Exchange exchange(byte[] body, long began) {
    return new Exchange(0, body, new byte[0], Duration.ofNanos(System.nanoTime() - began));
  }

  /** A table never begins with a brace. */
  private static String name(Outgoing outgoing) {
    boolean json = outgoing.body().length > 0 && outgoing.body()[0] == '{';
    return FOLDER + outgoing.deliveryId() + (json ? ".json" : ".csv");
  }
}
