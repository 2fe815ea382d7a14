package org.teei.csr.activities.audit;

import java.io.IOException;
import org.teei.csr.activities.shared.LeasedLoop;
import org.teei.csr.activities.shared.LeasedLoop.Hold;
import org.teei.csr.schema.audit.AuditSealer;
import org.teei.csr.schema.tenancy.SystemView;

/** Seals audit entries a second or two after their commit. */
public final class SealerLoop implements LeasedLoop.Pass {
  private final SystemView system;
  private final AuditSealer sealer;

  public SealerLoop(SystemView system, AuditSealer sealer) {
    this.system = system;
    this.sealer = sealer;
  }

  @Override
  public boolean run(Hold hold) throws IOException {
    for (String tenant : AuditSealer.tenantsWithUnsealed(system)) {
      hold.keep();
      sealer.sealPending(tenant);
    }
    return false;
  }
}
