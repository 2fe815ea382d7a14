package org.teei.csr.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What workflows are told and answer ends in histories, and histories hold no personal data. */
class PayloadsTest {
  private static final List<String> WORDS_OF_PERSONS =
      List.of(
          "email",
          "mail",
          "phone",
          "firstname",
          "lastname",
          "fullname",
          "address",
          "birth",
          "feedback",
          "comment",
          "note",
          "text",
          "goal",
          "answer",
          "question",
          "description",
          "location",
          "raw",
          "cell",
          "password",
          "token",
          "secret");

  /**
   * The components that may be text, because what we put there is a name, id or sentence of ours.
   */
  private static final Set<String> OUR_OWN_WORDS =
      Set.of(
          "Approval$Terms.notWaiting",
          "Approval$Terms.timer",
          "DeliveryEnd.reason",
          "DeliveryRef.platform",
          "Diagnosis.failureType",
          "Finish.problem",
          "FolderLook.seals",
          "Gate.feature",
          "Gate.vendor",
          "GroupFinish.problem",
          "Parked.feature",
          "Parked.workflowId",
          "Parked.businessRef",
          "Parked.stage",
          "Parked.failureType",
          "Parked.sentence",
          "ParkedRef.workflowId",
          "Parking$Subject.businessRef",
          "Parking$Subject.feature",
          "StageOutcome$Unreadable.problem",
          "TenantId.value",
          "UndoFinish.problem",
          "UnverifiedCommand.command",
          "UnverifiedCommand.workflowId");

  /** A text can hold anything; each one that a payload has was looked at once and is listed. */
  @Test
  void textComponentsOfPayloadsAreListed() {
    assertThat(components().filter(PayloadsTest::canHoldText).map(PayloadsTest::nameOf))
        .containsExactlyInAnyOrderElementsOf(OUR_OWN_WORDS);
  }

  /** Not even by a name that suggests it. */
  @Test
  void noFieldIsNamedLikePersonalData() {
    assertThat(
            fields()
                .filter(field ->
                    WORDS_OF_PERSONS.stream()
                        .anyMatch(word -> field.getName().toLowerCase(Locale.ROOT).contains(word)))
                .map(PayloadsTest::nameOf))
        .isEmpty();
  }

  /** Bytes and untyped maps could carry everything past the list. */
  @Test
  void noPayloadIsOpaque() {
    assertThat(
            components()
                .filter(field ->
                    field.getRawType().isEquivalentTo(byte[].class)
                        || field.getRawType().isEquivalentTo(Object.class)
                        || field.getRawType().isAssignableTo(java.util.Map.class))
                .map(PayloadsTest::nameOf))
        .isEmpty();
  }

  private static Stream<JavaField> components() {
    return fields()
        .filter(field -> field.getOwner().isRecord())
        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC));
  }

  private static Stream<JavaField> fields() {
    return Code.classes().stream()
        .filter(type -> type.getPackageName().startsWith("org.teei.csr.workflows."))
        .filter(type -> !type.isEnum())
        .map(JavaClass::getFields)
        .flatMap(Set::stream);
  }

  private static boolean canHoldText(JavaField field) {
    return field.getType().getAllInvolvedRawTypes().stream()
        .anyMatch(type -> type.isAssignableTo(CharSequence.class));
  }

  private static String nameOf(JavaField field) {
    String owner = field.getOwner().getName();
    return owner.substring(owner.lastIndexOf('.') + 1) + "." + field.getName();
  }
}
