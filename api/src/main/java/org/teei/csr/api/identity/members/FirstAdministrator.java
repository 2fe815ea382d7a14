package org.teei.csr.api.identity.members;

import static org.teei.csr.schema.jooq.Tables.MEMBERSHIPS;

import java.util.Set;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.Role;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.identity.SigningKeys;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * Gives a new installation the one person who can let all others in: whoever the settings name, as
 * long as the platform has no administrator.
 */
@Component
final class FirstAdministrator implements ApplicationRunner {
  private static final String ACTOR = "configuration";

  private final MemberSettings settings;
  private final Tenancy tenancy;
  private final Members members;

  FirstAdministrator(MemberSettings settings, Tenancy tenancy, Members members) {
    this.settings = settings;
    this.tenancy = tenancy;
    this.members = members;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    if (settings.firstAdministrator().isBlank() || administered()) {
      return;
    }
    try {
      members.add(
          SigningKeys.PLATFORM,
          People.normal(settings.firstAdministrator()),
          Set.of(Role.SYSTEM_ADMIN),
          ACTOR,
          row ->
              AuditEntry.of(
                  SigningKeys.PLATFORM,
                  ACTOR,
                  ACTOR,
                  "identity.add-member",
                  "member",
                  row.getPrincipalId().toString()));
    } catch (ProblemException anotherProcessWasFaster) {
      if (anotherProcessWasFaster.kind() != MemberProblem.ALREADY_MEMBER) {
        throw anotherProcessWasFaster;
      }
    }
  }

  private boolean administered() {
    return tenancy.read(
        SigningKeys.PLATFORM,
        db ->
            db.fetchExists(
                MEMBERSHIPS,
                MEMBERSHIPS.TENANT_ID.eq(SigningKeys.PLATFORM),
                MEMBERSHIPS.ROLES.contains(new String[] {Role.SYSTEM_ADMIN.spelling()})));
  }
}
