package org.teei.csr.api.imports.notices;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;

/**
 * Where notices go: one URL, or addresses of mail. Not shown by {@link #toString()}.
 *
 * @param parts as they are kept, encrypted
 */
record Target(Channel channel, List<String> parts) {
  private static final int LONGEST_URL = 2_000;

  Target {
    parts = List.copyOf(parts);
  }

  /**
   * What a request names.
   *
   * @param plainHttp whether a URL without encryption is allowed, as it is in development
   * @throws ProblemException if it names another thing than the channel needs
   */
  static Target of(
      Channel channel, @Nullable String url, @Nullable List<String> addresses, boolean plainHttp) {
    List<Fault> faults = new ArrayList<>();
    switch (channel) {
      case WEBHOOK -> {
        if (url == null || !sound(url, plainHttp)) {
          faults.add(
              Fault.ofMember(
                  "/url", "invalid", "Is an https address without user, password or fragment."));
        }
        refuse(faults, "/addresses", addresses != null, "Is for mail only.");
      }
      case MAIL -> {
        refuse(faults, "/addresses", addresses == null, "Has the addresses of those to tell.");
        refuse(faults, "/url", url != null, "Is for webhooks only.");
      }
    }
    if (!faults.isEmpty()) {
      throw ProblemException.of(RequestProblem.INVALID_BODY, faults);
    }
    return new Target(channel, url == null ? List.copyOf(nonNull(addresses)) : List.of(url));
  }

  private static List<String> nonNull(@Nullable List<String> addresses) {
    return addresses == null ? List.of() : addresses;
  }

  private static void refuse(List<Fault> faults, String member, boolean wrong, String rule) {
    if (wrong) {
      faults.add(Fault.ofMember(member, "invalid", rule));
    }
  }

  /** What it resolves to is judged when it is connected to, each time. */
  private static boolean sound(String url, boolean plainHttp) {
    try {
      var uri = URI.create(url);
      return url.length() <= LONGEST_URL
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null
          && ("https".equals(uri.getScheme()) || plainHttp && "http".equals(uri.getScheme()));
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }

  /** The URL, or null for mail. */
  @Nullable String url() {
    return switch (channel) {
      case WEBHOOK -> parts.getFirst();
      case MAIL -> null;
    };
  }

  /** Addresses by which those who know them recognise them, or null for a webhook. */
  @Nullable List<String> maskedAddresses() {
    return switch (channel) {
      case WEBHOOK -> null;
      case MAIL -> parts.stream().map(Target::masked).toList();
    };
  }

  private static String masked(String address) {
    return address.charAt(0) + "…" + address.substring(address.lastIndexOf('@'));
  }

  @Override
  public String toString() {
    return "Target[]";
  }
}
