package org.teei.csr.deploy.identity;

import org.teei.csr.deploy.shared.Bearer;

/** Who asks the API of the running stack: one of its development users. */
@FunctionalInterface
public interface SignIn {
  /**
   * @param tenant the company, or {@code platform}
   * @param role as the API spells it
   * @param name tells users of one role apart; empty for the one without
   */
  Bearer as(String tenant, String role, String name);
}
