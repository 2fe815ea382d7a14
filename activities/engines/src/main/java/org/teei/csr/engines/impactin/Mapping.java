package org.teei.csr.engines.impactin;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a company and its programme are called on a platform: ids and names, never a secret.
 *
 * @param values by name, of the names that the platform knows
 */
public record Mapping(Platform platform, SortedMap<String, String> values) {
  public static final String ORGANIZATION_ID = "organizationId";
  public static final String PROJECT_ID = "projectId";
  public static final String PROGRAM_ID = "programId";
  public static final String PROGRAM_NAME = "programName";
  public static final String PROGRAM_DESCRIPTION = "programDescription";

  /** How Workday calls the company's tenant in addresses and headers. */
  public static final String WORKDAY_TENANT = "workdayTenant";

  /** {@code csv} or {@code json}. */
  public static final String FORM = "form";

  private static final int LONGEST = 200;

  /**
   * @throws IllegalArgumentException if a name is not one of the platform's, one that it needs is
   *     missing, or a value is blank or longer than 200 characters; the message says which
   */
  public Mapping {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    for (String name : values.keySet()) {
      require(known(platform).contains(name), name + " means nothing to " + platform.spelling());
    }
    for (String name : needed(platform)) {
      require(values.containsKey(name), name + " is missing");
    }
    values.forEach((name, value) ->
        require(
            !value.isBlank() && value.length() <= LONGEST && noControls(value),
            name + " has from 1 to 200 characters"));
    String form = values.getOrDefault(FORM, "json");
    require(form.equals("json") || form.equals("csv"), "form is csv or json");
  }

  public static Mapping of(Platform platform, Map<String, String> values) {
    return new Mapping(platform, new TreeMap<>(values));
  }

  /** The names that a platform knows, in their order. */
  public static SortedSet<String> known(Platform platform) {
    return new TreeSet<>(
        switch (platform) {
          case BENEVITY -> Set.of(ORGANIZATION_ID, PROGRAM_ID, PROGRAM_NAME, PROGRAM_DESCRIPTION);
          case GOODERA -> Set.of(ORGANIZATION_ID, PROJECT_ID);
          case WORKDAY -> Set.of(ORGANIZATION_ID, PROGRAM_ID, PROGRAM_NAME, WORKDAY_TENANT);
          case FILE -> Set.of(FORM);
        });
  }

  private static Set<String> needed(Platform platform) {
    return switch (platform) {
      case GOODERA -> Set.of(PROJECT_ID);
      case WORKDAY -> Set.of(WORKDAY_TENANT);
      case BENEVITY, FILE -> Set.of();
    };
  }

  private static boolean noControls(String value) {
    return value.chars().noneMatch(Character::isISOControl);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** The id of the company on the platform; its own where none is set. */
  String organizationId(ReportedFigures in) {
    return values.getOrDefault(ORGANIZATION_ID, in.company());
  }

  String programId() {
    return values.getOrDefault(PROGRAM_ID, "teei-integration");
  }

  String programName() {
    return values.getOrDefault(PROGRAM_NAME, "TEEI integration programme");
  }

  boolean isCsv() {
    return values.getOrDefault(FORM, "json").equals("csv");
  }
}
