package org.teei.csr.api.problems;

import java.util.Locale;

/** A problem that is a constant of an enum: its code is the constant's name in kebab-case. */
public interface ProblemConstant extends ProblemKind {

  /**
   * What is said of a problem.
   *
   * @param status as of {@link ProblemKind#status}, and so the others
   */
  record Text(int status, String title, String remedy) {}

  String name();

  Text text();

  @Override
  default String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  default int status() {
    return text().status();
  }

  @Override
  default String title() {
    return text().title();
  }

  @Override
  default String remedy() {
    return text().remedy();
  }
}
