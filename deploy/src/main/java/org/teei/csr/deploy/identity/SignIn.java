package org.teei.csr.deploy.identity;

import org.teei.csr.deploy.shared.Bearer;

/** Who asks the API of the running stack: one of its development users. */
@FunctionalInterface
public interface SignIn {
  Bearer as(DevelopmentUser user);
}
