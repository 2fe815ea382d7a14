package org.teei.csr.api.imports;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Objects;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.teei.csr.api.imports.uploads.Uploads;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.engines.imports.FileProblemCode;

/**
 * The file in the body of a request, read as it comes in: the body itself, or the part {@code file}
 * of a multipart body. Nothing is written anywhere.
 *
 * @param file ends with a {@link ProblemException} where the file is larger than allowed
 * @param charset as declared with the file
 */
record UploadBody(
    InputStream file, @Nullable Charset charset, @Nullable FileItemInputIterator parts) {
  /** What a multipart body may have around the file. */
  private static final long ENVELOPE = 1 << 16;

  private static final MediaType CSV = MediaType.parseMediaType("text/csv");

  static UploadBody open(HttpServletRequest request, long largest) throws IOException {
    var type = mediaType(Objects.requireNonNullElse(request.getContentType(), ""));
    var multipart = type.isCompatibleWith(MediaType.MULTIPART_FORM_DATA);
    if (!multipart && !type.isCompatibleWith(CSV)) {
      throw ProblemException.of(RequestProblem.UNSUPPORTED_MEDIA_TYPE);
    }
    if (request.getContentLengthLong() > largest + (multipart ? ENVELOPE : 0)) {
      throw ProblemException.of(ImportProblem.FILE_TOO_LARGE);
    }
    return multipart
        ? part(request, largest)
        : new UploadBody(new LimitedInput(request.getInputStream(), largest), charset(type), null);
  }

  /** A file that came before the request, which has no body. */
  static UploadBody ofUpload(Uploads.Finished upload, HttpServletRequest request)
      throws IOException {
    if (request.getContentLengthLong() > 0 || request.getInputStream().read() >= 0) {
      throw ProblemException.of(ImportProblem.UNEXPECTED_BODY);
    }
    return new UploadBody(upload.bytes(), upload.charset(), null);
  }

  /** Reads what follows the file, in which there must be nothing. */
  void finish() throws IOException {
    try {
      if (parts != null && parts.hasNext()) {
        throw ProblemException.of(ImportProblem.UNEXPECTED_PART);
      }
    } catch (FileUploadException malformed) {
      throw ProblemException.of(ImportProblem.MALFORMED_UPLOAD);
    }
  }

  private static UploadBody part(HttpServletRequest request, long largest) throws IOException {
    try {
      var parts = new JakartaServletFileUpload<>().getItemIterator(request);
      if (!parts.hasNext()) {
        throw ProblemException.of(ImportProblem.MISSING_PART);
      }
      var part = parts.next();
      if (!"file".equals(part.getFieldName())) {
        throw ProblemException.of(ImportProblem.UNEXPECTED_PART);
      }
      var type = part.getContentType();
      return new UploadBody(
          new LimitedInput(part.getInputStream(), largest),
          type == null ? null : charset(mediaType(type)),
          parts);
    } catch (FileUploadException malformed) {
      throw ProblemException.of(ImportProblem.MALFORMED_UPLOAD);
    }
  }

  private static MediaType mediaType(String type) {
    try {
      return MediaType.parseMediaType(type);
    } catch (InvalidMediaTypeException invalid) {
      throw ProblemException.of(RequestProblem.UNSUPPORTED_MEDIA_TYPE);
    }
  }

  private static @Nullable Charset charset(MediaType type) {
    try {
      return type.getCharset();
    } catch (UnsupportedCharsetException | IllegalCharsetNameException unknown) {
      throw ProblemException.of(new FileProblemEntry(FileProblemCode.UNSUPPORTED_CHARSET));
    }
  }

  /** Fails with the first byte beyond the limit, and where a multipart body breaks off. */
  private static final class LimitedInput extends InputStream {
    private final InputStream in;
    private long left;

    LimitedInput(InputStream in, long limit) {
      this.in = in;
      this.left = limit;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        var count = in.read(bytes, offset, length);
        count(Math.max(0, count));
        return count;
      } catch (FileUploadException malformed) {
        throw ProblemException.of(ImportProblem.MALFORMED_UPLOAD);
      }
    }

    private void count(int read) {
      left -= read;
      if (left < 0) {
        throw ProblemException.of(ImportProblem.FILE_TOO_LARGE);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
