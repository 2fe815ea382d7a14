package org.teei.csr.activities.imports.notices;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.shared.Subscribers.Subject;
import org.teei.csr.workflows.imports.notices.NoticeNames;

/**
 * A notice and its receiver, as one attempt needs them. Not shown by {@link #toString()}.
 *
 * @param subject absent in a notice that somebody asked for to try the way
 * @param status what is told: the status of the subject, a reminder of it, or {@link
 *     NoticeNames#TEST}
 * @param content ids, closed words, days and counts, as a JSON object
 * @param target one URL, or addresses of mail
 * @param secrets that sign, the newest first; none for mail
 */
record Notice(
    UUID noticeId,
    @Nullable Subject subject,
    String status,
    String content,
    Instant createdAt,
    Channel channel,
    List<String> target,
    List<String> secrets) {

  /** How the receiver is reached; the spelling in rows is the name in lower case. */
  enum Channel {
    WEBHOOK,
    MAIL
  }

  @Override
  public String toString() {
    return "Notice[" + noticeId + "]";
  }
}
