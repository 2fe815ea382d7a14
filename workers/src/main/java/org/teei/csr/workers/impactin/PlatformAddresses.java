package org.teei.csr.workers.impactin;

import java.net.InetAddress;
import org.springframework.boot.http.client.InetAddressFilter;
import org.teei.csr.workers.shared.MissingSettingException;

/**
 * Which machines impact figures may be delivered to: those of the internet, and simulators on this
 * one if a setting says so.
 *
 * @param filter judges what a name resolves to, at the connect
 * @param plainHttp whether addresses without encryption may be used
 */
public record PlatformAddresses(InetAddressFilter filter, boolean plainHttp) {

  static PlatformAddresses of(boolean development, boolean allowLoopback) {
    if (!allowLoopback) {
      return new PlatformAddresses(InetAddressFilter.externalAddresses(), false);
    }
    if (!development) {
      throw new MissingSettingException(
          "CSR_ENVIRONMENT is production, but CSR_IMPACTIN_ALLOW_LOOPBACK is set, which lets impact"
              + " figures go to a simulator: the workers do not start.");
    }
    return new PlatformAddresses(
        InetAddressFilter.externalAddresses()
            .or(InetAddressFilter.adapt(InetAddress::isLoopbackAddress)),
        true);
  }
}
