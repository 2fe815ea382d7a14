package org.teei.csr.engines.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserRowCheckTest {
  @Test
  void aRowIsRead() throws Exception {
    assertThat(SampleRow.user().valid(UserRow.class))
        .isEqualTo(
            new UserRow(
                PersonRef.of("p@example.org"),
                "Olena",
                "Maria Example",
                UserRole.VOLUNTEER,
                "mentor",
                "verified",
                true,
                Instant.parse("2025-12-14T00:00:00Z"),
                "https://www.linkedin.com/in/olena"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Email,Name,Role when joined,Verification_status,Linkedin_URL,grant_access,Joined_kg_at",
        "email,name,role_when_joined,verification_status,linkedin_url,grant_access,joined_at",
        "EMAIL,NAME,ROLE WHEN JOINED,VERIFICATION STATUS,LINKEDIN URL,GRANT ACCESS,JOINED KG AT",
      })
  void headersAreReadInAllSpellingsOfKintell(String header) throws Exception {
    HeaderMatch match = ImportSchemas.match(ImportKind.USERS, List.of(header.split(",")));

    assertThat(match.schema().id()).isEqualTo("kintell_users/1.0");
    assertThat(match.extraColumns()).isEmpty();
    for (String column :
        List.of(
            "email",
            "name",
            "role_when_joined",
            "verification_status",
            "linkedin_url",
            "grant_access",
            "joined_at")) {
      assertThat(match.indexOf(column)).as(column).isNotNegative();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "advisor, VOLUNTEER",
    "Mentor, VOLUNTEER",
    "TUTOR, VOLUNTEER",
    "volunteer, VOLUNTEER",
    "learner, PARTICIPANT",
    "mentee, PARTICIPANT",
    "Student, PARTICIPANT",
    "participant, PARTICIPANT",
    "'', PARTICIPANT",
  })
  void roleWordsAreParticipantsAndVolunteers(String word, UserRole role) throws Exception {
    assertThat(SampleRow.user().with("role_when_joined", word).valid(UserRow.class).role())
        .isEqualTo(role);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Dec 14, 2025              | 2025-12-14T00:00:00Z",
        "dec 4, 2025               | 2025-12-04T00:00:00Z",
        "Feb 29, 2024              | 2024-02-29T00:00:00Z",
        "2025-12-14                | 2025-12-14T00:00:00Z",
        "2025-12-14T10:00:00+01:00 | 2025-12-14T09:00:00Z",
      })
  void theDayOfJoiningIsEnglishOrIso(String cell, Instant instant) throws Exception {
    assertThat(SampleRow.user().with("joined_at", cell).valid(UserRow.class).joinedAt())
        .isEqualTo(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Feb 29, 2025", "14.12.2025", "12/14/2025", "Dec 14", "Dez 14, 2025", "yesterday"})
  void anyOtherDayIsRejected(String cell) throws Exception {
    assertThat(SampleRow.user().with("joined_at", cell).codes()).isEqualTo("E030:joined_at");
  }

  @ParameterizedTest
  @CsvSource({
    "TRUE, true",
    "yes, true",
    "1, true",
    "False, false",
    "no, false",
    "0, false",
    "'',",
  })
  void accessIsGrantedOrNotOrUnknown(String cell, Boolean granted) throws Exception {
    assertThat(SampleRow.user().with("grant_access", cell).valid(UserRow.class).grantAccess())
        .isEqualTo(granted);
  }

  @ParameterizedTest
  @CsvSource({
    "Olena, Olena,",
    "'  Olena   Maria\u00a0 Example ', Olena, Maria Example",
    "'',,",
    "Олена Приклад, Олена, Приклад",
  })
  void theFirstWordIsTheFirstName(String cell, String first, String last) throws Exception {
    UserRow row = SampleRow.user().with("name", cell).valid(UserRow.class);

    assertThat(row.firstName()).isEqualTo(first);
    assertThat(row.lastName()).isEqualTo(last);
  }

  @ParameterizedTest
  @CsvSource({
    "email, '', E002:email",
    "email, somebody, E001:email",
    "role_when_joined, boss, E008:role_when_joined",
    "grant_access, perhaps, E008:grant_access",
    "linkedin_url, javascript:alert(1), E031:linkedin_url",
    "linkedin_url, https://user:secret@example.org, E031:linkedin_url",
    "linkedin_url, linkedin, E031:linkedin_url",
    "linkedin_url, https://, E031:linkedin_url",
  })
  void eachRuleHasItsCode(String column, String cell, String codes) throws Exception {
    assertThat(SampleRow.user().with(column, cell).codes()).isEqualTo(codes);
  }

  @ParameterizedTest
  @CsvSource({"name, 255", "verification_status, 50", "external_id, 255"})
  void longerCellsAreRejected(String column, int longest) throws Exception {
    assertThat(SampleRow.user().with(column, "x".repeat(longest)).codes()).isEmpty();
    assertThat(SampleRow.user().with(column, "x".repeat(longest + 1)).codes())
        .isEqualTo("E009:" + column);
  }

  @Test
  void aRowMayEndBeforeTheHeaderDoes() throws Exception {
    UserRow row = (UserRow) ((RowCheck.Valid) SampleRow.user().cut(2)).row();

    assertThat(row.firstName()).isEqualTo("Olena");
    assertThat(row.role()).isEqualTo(UserRole.PARTICIPANT);
    assertThat(row.joinedAt()).isNull();
  }

  @Test
  void aRowWithCellsBehindTheHeaderIsRejectedForItsCellsMayHaveMoved() throws Exception {
    assertThat(
            SampleRow.codes(
                SampleRow.user()
                    .check(
                        List.of(
                            "p@example.org", "Olena", "mentor", "", "", "true", "Dec 14", "2025"))))
        .isEqualTo("E013:");
  }

  @Test
  void aPersonMayBeNamedByOtherIdsToo() throws Exception {
    UUID id = UUID.randomUUID();
    UserRow row =
        SampleRow.user()
            .with("kintell_id", " K-7 ")
            .with("person_id", id.toString())
            .valid(UserRow.class);

    assertThat(row.person()).isEqualTo(new PersonRef("p@example.org", "K-7", id));
    assertThat(SampleRow.user().with("person_id", "7").codes()).isEqualTo("E017:person_id");
    assertThat(SampleRow.user().with("person_id", "0000000-00000-0000-0000-000000000000").codes())
        .isEqualTo("E017:person_id");
  }

  @Test
  void equalFactsInOtherSpellingsHaveTheSameContent() throws Exception {
    byte[] content =
        SampleRow.user().valid(UserRow.class).canonicalContent(RatingScale.ZERO_TO_ONE);

    assertThat(
            SampleRow.user()
                .with("email", "other@example.org")
                .with("name", " Olena  Maria Example")
                .with("role_when_joined", "MENTOR")
                .with("verification_status", "VERIFIED")
                .with("grant_access", "yes")
                .with("joined_at", "Dec 14, 2025")
                .with("kintell_id", "K-1")
                .valid(UserRow.class)
                .canonicalContent(RatingScale.ZERO_TO_ONE))
        .isEqualTo(content);
  }

  @ParameterizedTest
  @CsvSource({
    "name, Olena Example",
    "name, Maria Olena Example",
    "role_when_joined, tutor",
    "role_when_joined, ''",
    "verification_status, pending",
    "grant_access, false",
    "grant_access, ''",
    "joined_at, 2025-12-15",
    "linkedin_url, ''",
  })
  void aChangedFactChangesTheContent(String column, String cell) throws Exception {
    assertThat(
            SampleRow.user()
                .with(column, cell)
                .valid(UserRow.class)
                .canonicalContent(RatingScale.ZERO_TO_ONE))
        .isNotEqualTo(
            SampleRow.user().valid(UserRow.class).canonicalContent(RatingScale.ZERO_TO_ONE));
  }

  @Test
  void noPersonalDataIsInTheWordsOfARow() throws Exception {
    assertThat(SampleRow.user().valid(UserRow.class)).hasToString("UserRow[volunteer]");
  }
}
