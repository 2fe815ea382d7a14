package org.teei.csr.bench.operations;

import java.security.Provider;

/** Offers AES-GCM before the JDK does. */
final class PassThroughProvider extends Provider {
  private static final long serialVersionUID = 1;

  PassThroughProvider() {
    super("PassThrough", "1", "AES-GCM that encrypts nothing, for comparison");
    put("Cipher.AES/GCM/NoPadding", PassThroughGcm.class.getName());
  }
}
