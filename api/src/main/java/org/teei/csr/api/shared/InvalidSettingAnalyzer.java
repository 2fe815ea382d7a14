package org.teei.csr.api.shared;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.validation.FieldError;

/** Names the environment variable that is missing or has a value that cannot be used. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidSettingAnalyzer extends AbstractFailureAnalyzer<BindException> {

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
    if (!cause.getName().toString().startsWith("csr")) {
      return null;
    }
    BindValidationException invalid = findCause(cause, BindValidationException.class);
    String sentence =
        invalid == null
            ? variable(cause.getName().toString()) + " has a value that cannot be used."
            : sentence(invalid);
    return new FailureAnalysis(sentence, null, cause);
  }

  private static String sentence(BindValidationException invalid) {
    ConfigurationPropertyName prefix = invalid.getValidationErrors().getName();
    return invalid.getValidationErrors().getAllErrors().stream()
        .map(error ->
            error instanceof FieldError field
                ? variable(prefix + "." + field.getField())
                    + (field.getRejectedValue() == null || "".equals(field.getRejectedValue())
                        ? " is not set."
                        : " has a value that cannot be used.")
                : prefix + " is not valid.")
        .sorted()
        .findFirst()
        .orElse(prefix + " is not valid.");
  }

  /** {@code csr.temporal.uiUrl} becomes {@code CSR_TEMPORAL_UI_URL}. */
  private static String variable(String property) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < property.length(); i++) {
      char c = property.charAt(i);
      if (Character.isUpperCase(c)) {
        name.append('_');
      }
      name.append(c == '.' || c == '-' ? '_' : c);
    }
    return name.toString().toUpperCase(Locale.ROOT);
  }
}
