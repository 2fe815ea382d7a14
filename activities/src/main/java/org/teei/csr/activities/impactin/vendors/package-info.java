/** Platforms as they are spoken to: connections, requests, what answers mean, circuits. */
@NullMarked
package org.teei.csr.activities.impactin.vendors;

import org.jspecify.annotations.NullMarked;
