package org.teei.csr.api.shared;

import java.util.Locale;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.ConverterFactory;
import org.springframework.format.FormatterRegistry;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Closed words in parameters are spelt as in bodies: exactly, in lower case or in capitals alone.
 */
@Component
final class Spellings implements WebMvcConfigurer {

  @Override
  public void addFormatters(FormatterRegistry registry) {
    registry.addConverterFactory(new Factory());
  }

  // Spring asks for the raw type: the enum is known only when a parameter is converted.
  @SuppressWarnings("rawtypes")
  private static final class Factory implements ConverterFactory<String, Enum> {

    @Override
    public <T extends Enum> Converter<String, T> getConverter(Class<T> type) {
      return text -> {
        for (var constant : type.getEnumConstants()) {
          if (constant.name().equals(text)
              || constant.name().toLowerCase(Locale.ROOT).equals(text)) {
            return constant;
          }
        }
        throw new IllegalArgumentException("not one of the allowed words");
      };
    }
  }
}
