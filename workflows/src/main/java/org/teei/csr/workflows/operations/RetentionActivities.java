package org.teei.csr.workflows.operations;

import io.temporal.activity.ActivityInterface;

/**
 * Removing what is kept for a time only. Each step works in portions, heartbeats between them,
 * returns how many rows or objects it removed, and may be repeated.
 */
@ActivityInterface(namePrefix = "Operations_")
public interface RetentionActivities {

  /** Uploads, and the result data of their imports, past their expiry. */
  int expireUploads();

  /** Stored answers to repeated requests past their expiry. */
  int expireIdempotencyKeys();

  /** Published events and the memory of consumed ones, older than 30 days. */
  int expireEvents();

  /** What is on record of access tokens that ended more than 30 days ago. */
  int expireSignIns();
}
