package org.teei.csr.activities.imports.folders;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.observability.HttpRefusal;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.workflows.shared.FailureClass;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects below a prefix, without those below a further slash: {@code done/} and {@code
 * refused/} are there. An object is read, laid aside and removed in the version that was listed
 * (its entity tag) and in no other; what replaced it meanwhile stays for the next look.
 */
final class S3DropFolder implements DropFolder {
  /** The names of one look; what lies behind them comes when these are laid aside. */
  private static final int MOST = 10_000;

  /** A server copies no larger object in one request. */
  private static final long LARGEST_COPY = 5L << 30;

  private static final Duration COPYING = Duration.ofMinutes(10);
  private static final int VERSION_DIGITS = 8;
  private static final int NOT_FOUND = 404;
  private static final int CHANGED = 412;

  private final S3Client s3;
  private final String bucket;
  private final String prefix;

  S3DropFolder(S3Client s3, String bucket, String prefix) {
    this.s3 = s3;
    this.bucket = bucket;
    this.prefix = prefix;
  }

  @Override
  public List<Entry> list() {
    List<Entry> entries = new ArrayList<>();
    String next = null;
    do {
      ListObjectsV2Response page = page(next);
      for (S3Object object : page.contents()) {
        String name = object.key().substring(prefix.length());
        if (DropFolder.whole(name) && entries.size() < MOST) {
          entries.add(new Entry(name, object.size(), object.lastModified(), true, object.eTag()));
        }
      }
      next = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
    } while (next != null && entries.size() < MOST);
    return entries;
  }

  private ListObjectsV2Response page(@Nullable String from) {
    return ask(() ->
        s3.listObjectsV2(request ->
            request.bucket(bucket).prefix(prefix).delimiter("/").continuationToken(from)));
  }

  @Override
  public InputStream open(Entry file) throws IOException {
    ResponseInputStream<?> content =
        there(() ->
            s3.getObject(request -> request.bucket(bucket).key(key(file)).ifMatch(file.version())));
    if (content == null) {
      throw new NoSuchFileException("a file of a folder");
    }
    return new FilterInputStream(content) {
      /** The rest of a file that is refused is not read. */
      @Override
      public void close() {
        content.abort();
      }
    };
  }

  @Override
  public void done(Entry file) {
    layAside(file, "done");
  }

  /** The reason first, so that no file is there without one. One over 5 GiB stays where it is. */
  @Override
  public void refused(Entry file, String reason) {
    ask(() ->
        s3.putObject(
            request ->
                request
                    .bucket(bucket)
                    .key(aside(file, "refused") + ".problem.txt")
                    .contentType("text/plain; charset=utf-8"),
            RequestBody.fromString(reason + "\n")));
    if (file.length() <= LARGEST_COPY) {
      layAside(file, "refused");
    }
  }

  /** The same each time, however often it is begun. */
  private void layAside(Entry file, String place) {
    Object copied =
        there(() ->
            s3.copyObject(request ->
                request
                    .sourceBucket(bucket)
                    .sourceKey(key(file))
                    .copySourceIfMatch(file.version())
                    .destinationBucket(bucket)
                    .destinationKey(aside(file, place))
                    .overrideConfiguration(call -> call.apiCallTimeout(COPYING))));
    if (copied != null) {
      there(() ->
          s3.deleteObject(
              request -> request.bucket(bucket).key(key(file)).ifMatch(file.version())));
    }
  }

  private String key(Entry file) {
    return prefix + file.name();
  }

  /** Under a name with its time and version before it: files of one name come again and again. */
  private String aside(Entry file, String place) {
    String digits = HexFormat.of().toHexDigits(file.version().hashCode(), VERSION_DIGITS);
    return "%s%s/%s-%s-%s"
        .formatted(prefix, place, STAMP.format(file.modified()), digits, file.name());
  }

  /** Null where the object is not there any more, or another one is. */
  private static <T> @Nullable T there(Supplier<T> call) {
    try {
      return ask(call);
    } catch (HttpRefusal refused) {
      if (refused.status() == CHANGED) {
        return null;
      }
      throw refused;
    } catch (Gone gone) {
      return null;
    }
  }

  /** No texts of the SDK go on from here: they name keys of objects. */
  private static <T> T ask(Supplier<T> call) {
    try {
      return call.get();
    } catch (NoSuchKeyException gone) {
      throw new Gone();
    } catch (S3Exception refused) {
      if (refused.statusCode() == NOT_FOUND) {
        throw new StepFailure(FailureClass.PERMANENT, "bucket-not-there");
      }
      throw new HttpRefusal(
          refused.statusCode(),
          refused.awsErrorDetails() == null
              ? null
              : refused
                  .awsErrorDetails()
                  .sdkHttpResponse()
                  .firstMatchingHeader("Retry-After")
                  .orElse(null));
    } catch (SdkClientException failed) {
      throw failure(failed);
    }
  }

  private static StepFailure failure(SdkClientException failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case StepFailure known -> {
          return known;
        }
        case SSLException _ -> {
          return new StepFailure(FailureClass.PERMANENT, "folder-not-trusted");
        }
        default -> {}
      }
    }
    return new StepFailure(FailureClass.TRANSIENT, "folder-unreachable");
  }

  /** The object is not there. */
  private static final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Gone() {
      super("gone", null, false, false);
    }
  }

  @Override
  public void close() {
    s3.close();
  }
}
