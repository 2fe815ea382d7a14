package org.teei.csr.workflows.privacy;

import org.teei.csr.workflows.shared.ReplayTest;

class PersonErasureWorkflowReplayTest extends ReplayTest {

  PersonErasureWorkflowReplayTest() {
    super(PrivacyNames.PERSON_ERASURE_TYPE, PersonErasureWorkflowImpl.class);
  }
}
