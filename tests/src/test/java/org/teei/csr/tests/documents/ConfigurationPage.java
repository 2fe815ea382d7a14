package org.teei.csr.tests.documents;

import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.teei.csr.tests.architecture.Checkout;
import org.teei.csr.tests.architecture.Code;
import org.teei.csr.tests.architecture.Module;
import org.yaml.snakeyaml.Yaml;

/** What an installation can set: the settings records, and the variables that fill them. */
final class ConfigurationPage {
  /** Comments may begin with the variable, which the page shows already. */
  private static final String ITS_OWN_NAME = "^`CSR_[^`]*`( and `[^`]*`)?[,;:]* *";

  private static final String ANY_NAME = "<name>";

  private static final List<Module> PROGRAMS = List.of(Module.API, Module.WORKERS);

  private ConfigurationPage() {}

  /**
   * One setting.
   *
   * @param value as in application.yaml: a placeholder with the variable, or a fixed value
   */
  private record Setting(String property, String type, String meaning, String value) {

    String variable() {
      return value.startsWith("${")
          ? value.substring(2, value.indexOf(':') < 0 ? value.length() - 1 : value.indexOf(':'))
          : property.toUpperCase(Locale.ROOT).replace("-", named() ? "" : "_").replace('.', '_');
    }

    /** Whether it is one of several of its kind, each with a name that the installation gives. */
    boolean named() {
      return property.contains(ANY_NAME);
    }

    String standard() {
      if (!value.startsWith("${")) {
        return value;
      }
      int colon = value.indexOf(':');
      return colon < 0 ? "" : value.substring(colon + 1, value.length() - 1);
    }
  }

  static String content() {
    return Markdown.head("Configuration", "the settings records and `application.yaml`")
        + """
        API and workers are configured by environment variables. [Run against your servers](../how-to/run-against-your-servers.md) shows a set
        that works; `./csr up` sets them for the local stack.

        """
        + Markdown.table(
            List.of("variable", "read by", "type", "default", "meaning"),
            byVariable().entrySet().stream()
                .map(setting -> row(setting.getKey(), setting.getValue()))
                .toList())
        + """
        A file in the folder `CSR_SECRETS_DIRECTORY` (by default `/run/secrets/csr`) that is named as a variable stands for it.
        So does a member of the secret `CSR_VAULT_PATH` (by default `secret/csr`) of the HashiCorp Vault at `CSR_VAULT_ADDRESS`, opened by `CSR_VAULT_TOKEN` or
        the file `CSR_VAULT_TOKEN_FILE`.
        Beside these, what Spring Boot and OpenTelemetry read: `SERVER_ADDRESS`, `SERVER_PORT`, `LOGGING_LEVEL_…`, `OTEL_…`.
        """;
  }

  /** The same as a file to copy and fill in: a line for each setting, blank without a default. */
  static String example() {
    return """
    # Settings of API and workers, to copy and fill in. Generated from the settings records and application.yaml; do not edit.
    # What is blank has no default: fill it in, or remove the line if it is not for your installation.
    """
        + byVariable().entrySet().stream()
            .map(setting -> lines(setting.getKey(), setting.getValue()))
            .collect(Collectors.joining());
  }

  private static Map<String, Map<Module, Setting>> byVariable() {
    Map<String, Map<Module, Setting>> settings = new TreeMap<>();
    for (Module program : PROGRAMS) {
      for (Setting setting : settings(program)) {
        settings
            .computeIfAbsent(setting.variable(), _ -> new EnumMap<>(Module.class))
            .put(program, setting);
      }
    }
    return settings;
  }

  private static List<String> row(String variable, Map<Module, Setting> readers) {
    Setting any = readers.values().iterator().next();
    return List.of(
        Markdown.code(variable),
        readBy(readers),
        any.type(),
        Markdown.code(any.standard()),
        meaning(readers, "\n\n"));
  }

  private static String lines(String variable, Map<Module, Setting> readers) {
    Setting any = readers.values().iterator().next();
    return "\n# %s (%s): %s\n%s%s=%s\n"
        .formatted(
            readBy(readers),
            any.type().replace("`", ""),
            meaning(readers, "; ").replace("`", "").replace('\n', ' '),
            any.named() ? "#" : "",
            variable,
            any.standard());
  }

  private static String readBy(Map<Module, Setting> readers) {
    return readers.keySet().stream().map(Module::toString).collect(Collectors.joining(", "));
  }

  private static String meaning(Map<Module, Setting> readers, String between) {
    List<String> meanings = readers.values().stream().map(Setting::meaning).distinct().toList();
    return meanings.size() == 1
        ? meanings.getFirst()
        : readers.entrySet().stream()
            .filter(reader -> !reader.getValue().meaning().isEmpty())
            .map(reader -> reader.getKey() + ": " + reader.getValue().meaning())
            .collect(Collectors.joining(between));
  }

  private static List<Setting> settings(Module program) {
    Map<String, String> values = values(program);
    return Code.classes().stream()
        .filter(type -> type.getPackageName().startsWith(program.packageName() + "."))
        .filter(type -> type.isAnnotatedWith(ConfigurationProperties.class))
        .map(JavaClass::reflect)
        .flatMap(type ->
            settings(type.getAnnotation(ConfigurationProperties.class).value(), type, values))
        .toList();
  }

  private static Stream<Setting> settings(
      String prefix, Class<?> type, Map<String, String> values) {
    return Stream.of(type.getRecordComponents())
        .flatMap(component -> settings(prefix, type, component, values));
  }

  private static Stream<Setting> settings(
      String prefix, Class<?> owner, RecordComponent component, Map<String, String> values) {
    String property = prefix + "." + kebab(component.getName());
    String meaning = Javadoc.of(owner).parameters().getOrDefault(component.getName(), "");
    if (component.getGenericType() instanceof ParameterizedType map
        && component.getType() == Map.class) {
      return settings(
          property + "." + ANY_NAME, (Class<?>) map.getActualTypeArguments()[1], values);
    }
    if (component.getType().isRecord()) {
      return settings(property, component.getType(), values)
          .map(setting ->
              new Setting(
                  setting.property(),
                  setting.type(),
                  meaning.isEmpty() ? setting.meaning() : meaning.replaceAll(ITS_OWN_NAME, ""),
                  setting.value()));
    }
    return Stream.of(
        new Setting(
            property,
            type(component.getType()),
            (meaning.isEmpty() ? Javadoc.of(owner).text() : meaning).replaceAll(ITS_OWN_NAME, ""),
            values.getOrDefault(property, "")));
  }

  private static String type(Class<?> type) {
    return type.isEnum()
        ? Stream.of(type.getEnumConstants())
            .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" or "))
        : switch (type.getSimpleName()) {
          case "String" -> "text";
          case "int", "long", "Integer", "Long" -> "whole number";
          case "boolean", "Boolean" -> "true or false";
          case "Duration" -> "duration, as `30s`";
          case "Path" -> "path";
          case "URI" -> "address";
          case "List", "Set" -> "list, with commas";
          case "Map" -> "settings of each, by its id";
          default -> type.getSimpleName();
        };
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static Map<String, String> values(Module program) {
    Map<String, String> flat = new LinkedHashMap<>();
    Stream.of("application.yaml", "application.yml")
        .map(name -> program.folder().resolve("src/main/resources").resolve(name))
        .filter(file -> file.toFile().exists())
        .forEach(file -> flatten("", new Yaml().load(Checkout.text(file)), flat));
    return flat;
  }

  private static void flatten(String prefix, Object value, Map<String, String> flat) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, child) -> flatten(prefix.isEmpty() ? key + "" : prefix + "." + key, child, flat));
    } else if (value != null) {
      flat.put(prefix, value.toString());
    }
  }
}
