package org.teei.csr.api.shared;

import org.teei.csr.workflows.shared.TenantId;

/** Wants to know of callbacks of platforms as they come. */
@FunctionalInterface
public interface CallbackListener {

  /**
   * A platform has said something about a transaction, for the first time: it stands in {@code
   * platform_callbacks}, committed. Whoever must not miss one reads there as well, because a
   * process that dies after the commit tells nobody.
   *
   * @param platform its word, such as {@code benevity}
   */
  void received(TenantId tenant, String platform, String transactionId);
}
