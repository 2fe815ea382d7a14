/** What the event stream says about persons. */
@NullMarked
package org.teei.csr.activities.profiles;

import org.jspecify.annotations.NullMarked;
