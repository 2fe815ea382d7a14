package org.teei.csr.workers.impactin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.teei.csr.workers.shared.MissingSettingException;

class PlatformAddressesTest {

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "10.0.0.7", "192.168.1.1", "169.254.169.254"})
  void noMachineInsideIsReached(String address) throws UnknownHostException {
    var addresses = PlatformAddresses.of(true, false);

    assertThat(addresses.filter().matches(InetAddress.getByName(address))).isFalse();
    assertThat(addresses.plainHttp()).isFalse();
  }

  /** A simulator on this machine, and no other machine inside. */
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,true",
    "::1,true",
    "93.184.215.14,true",
    "10.0.0.7,false",
    "192.168.1.1,false",
    "169.254.169.254,false",
    "0.0.0.0,false"
  })
  void theSettingOpensThisMachineAlone(String address, boolean open) throws UnknownHostException {
    var addresses = PlatformAddresses.of(true, true);

    assertThat(addresses.filter().matches(InetAddress.getByName(address))).isEqualTo(open);
  }

  @Test
  void productionDoesNotStartWithTheSetting() {
    assertThatThrownBy(() -> PlatformAddresses.of(false, true))
        .isInstanceOf(MissingSettingException.class)
        .hasMessageContaining("CSR_IMPACTIN_ALLOW_LOOPBACK");
    assertThat(PlatformAddresses.of(false, false).plainHttp()).isFalse();
  }
}
