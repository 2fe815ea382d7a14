/**
 * What platforms are told about a period: payloads as functions of frozen figures and of a mapping.
 */
@NullMarked
package org.teei.csr.engines.impactin;

import org.jspecify.annotations.NullMarked;
