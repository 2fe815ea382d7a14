package org.teei.csr.api.problems;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.teei.csr.api.problems.Problem.Fault;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.PropertyBindingException;

/** Tells what is wrong with a JSON body: the place and the kind of fault, never the value. */
final class Json {
  private Json() {}

  static ProblemException problem(HttpMessageNotReadableException unreadable) {
    if (unreadable.getCause() instanceof ProblemException tooLarge) {
      return tooLarge;
    }
    if (unreadable.getCause() instanceof PropertyBindingException unknown) {
      return unknown(unknown);
    }
    if (unreadable.getCause() instanceof DatabindException wrong && !wrong.getPath().isEmpty()) {
      return fault(pointer(wrong.getPath()), "invalid", "Has not the documented form.");
    }
    return ProblemException.of(RequestProblem.MALFORMED_JSON);
  }

  private static ProblemException unknown(PropertyBindingException unknown) {
    var object = unknown.getPath().subList(0, Math.max(0, unknown.getPath().size() - 1));
    var name = unknown.getPropertyName();
    return PlainNames.plain(name)
        ? fault(pointer(object) + "/" + name, "unknown-member", "Is not known here.")
        : fault(pointer(object), "unknown-member", "Has a member that is not known here.");
  }

  private static ProblemException fault(String pointer, String code, String detail) {
    return ProblemException.of(
        RequestProblem.MALFORMED_JSON, List.of(Fault.ofMember(pointer, code, detail)));
  }

  /** The path of a known member (RFC 6901); its names are ours. */
  private static String pointer(List<Reference> path) {
    return path.stream()
        .map(reference ->
            "/"
                + (reference.getPropertyName() == null
                    ? Integer.toString(reference.getIndex())
                    : reference.getPropertyName()))
        .collect(Collectors.joining());
  }
}
