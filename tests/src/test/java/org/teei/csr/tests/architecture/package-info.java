/**
 * The shape of the house as rules: who may use whom, what things are called, how large they get.
 */
@NullMarked
package org.teei.csr.tests.architecture;

import org.jspecify.annotations.NullMarked;
