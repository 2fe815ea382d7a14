/** The formulas of figures, as functions of their inputs. */
@NullMarked
package org.teei.csr.engines.metrics;

import org.jspecify.annotations.NullMarked;
