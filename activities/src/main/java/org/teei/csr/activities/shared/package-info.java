/** What two or more features of the activities need: endless loops and the form of events. */
@NullMarked
package org.teei.csr.activities.shared;

import org.jspecify.annotations.NullMarked;
