package org.teei.csr.engines.imports;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.RowCells.Column;

/** The checks of {@link ImportKind#USERS}. */
final class UserRowCheck extends KindCheck {
  private static final int LONGEST_DAY = 20;

  /** As "Dec 14, 2025". */
  private static final DateTimeFormatter ENGLISH_DAY =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("MMM d, uuuu")
          .toFormatter(Locale.ENGLISH)
          .withResolverStyle(ResolverStyle.STRICT);

  private final @Nullable Column email;
  private final @Nullable Column externalId;
  private final @Nullable Column personId;
  private final @Nullable Column name;
  private final @Nullable Column role;
  private final @Nullable Column verification;
  private final @Nullable Column access;
  private final @Nullable Column joined;
  private final @Nullable Column linkedin;

  UserRowCheck(HeaderMatch header) {
    super(header);
    this.email = column("email");
    this.externalId = column("external_id");
    this.personId = column("person_id");
    this.name = column("name");
    this.role = column("role_when_joined");
    this.verification = column("verification_status");
    this.access = column("grant_access");
    this.joined = column("joined_at");
    this.linkedin = column("linkedin_url");
  }

  @Override
  @Nullable ImportRow read(RowCells cells) {
    PersonRef person = cells.person(email, externalId, personId);
    List<String> words = words(cells.text(name));
    String word = cells.choice(role, RowErrorCode.NOT_ALLOWED);
    String status = cells.text(verification);
    String granted = cells.choice(access, RowErrorCode.NOT_ALLOWED);
    Instant joinedAt = day(cells);
    String address = cells.webAddress(linkedin);
    return person == null
        ? null
        : new UserRow(
            person,
            words.isEmpty() ? null : words.getFirst(),
            words.size() < 2 ? null : String.join(" ", words.subList(1, words.size())),
            word == null ? UserRole.PARTICIPANT : UserRole.of(word),
            word,
            status == null ? null : status.toLowerCase(Locale.ROOT),
            granted == null ? null : granted(granted),
            joinedAt,
            address);
  }

  private static List<String> words(@Nullable String name) {
    return name == null ? List.of() : CellText.words(name);
  }

  private static boolean granted(String word) {
    return switch (word) {
      case "true", "yes", "1" -> true;
      default -> false;
    };
  }

  private @Nullable Instant day(RowCells cells) {
    String value = cells.text(joined);
    if (value == null) {
      return null;
    }
    Instant instant = CellInstant.parse(value);
    if (instant != null) {
      return instant;
    }
    try {
      if (value.length() <= LONGEST_DAY) {
        return LocalDate.parse(value, ENGLISH_DAY).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
    } catch (DateTimeException notADay) {
      // Said below.
    }
    cells.error(RowErrorCode.BAD_DAY, joined);
    return null;
  }
}
