/**
 * HTTP on plain sockets, because a simulator must also do what a web server never does: fall silent
 * after the work is done, drip, and cut a connection in the middle.
 */
@NullMarked
package org.teei.csr.simulators.shared;

import org.jspecify.annotations.NullMarked;
