/** The audit record over HTTP: its entries, who saw a person, and its verification. */
@NullMarked
package org.teei.csr.api.audit;

import org.jspecify.annotations.NullMarked;
