/** What goes to platforms, and when: payloads, schedules and what looks wrong. */
@NullMarked
package org.teei.csr.engines.impactin;

import org.jspecify.annotations.NullMarked;
