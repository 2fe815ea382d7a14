package org.teei.csr.engines.imports;

import java.util.List;

/**
 * What a valid row says, the same for each format of its kind. Holds personal data: never logged,
 * never sent to Temporal; no {@code toString()} shows any.
 */
public sealed interface ImportRow
    permits AboutMatch, CompletionRow, CredentialRow, MatchRow, SessionRow, UserRow {

  /** The people that the row names, in the order in which their table has them. */
  List<PersonRef> people();

  /**
   * What tells the row from others of its kind, apart from the people where {@link
   * #keyedByPeople()}. No personal data.
   */
  String key();

  /** Whether the people are part of what tells the row from others. */
  boolean keyedByPeople();

  /**
   * The whole content in one deterministic form, input of the keyed fingerprint that tells changed
   * rows from equal ones. The same facts give the same bytes whatever format they came in.
   *
   * @param scale of the file's ratings
   */
  byte[] canonicalContent(RatingScale scale);

  /** The row without everything that may be long. */
  ImportRow withoutWords();
}
