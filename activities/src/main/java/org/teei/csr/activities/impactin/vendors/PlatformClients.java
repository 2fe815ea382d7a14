package org.teei.csr.activities.impactin.vendors;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.teei.csr.activities.impactin.vendors.AccessTokens.Wanted;
import org.teei.csr.activities.impactin.vendors.Connection.Auth;
import org.teei.csr.activities.impactin.vendors.Connection.SignIn;
import org.teei.csr.activities.impactin.vendors.VendorRequests.Attempt;
import org.teei.csr.engines.impactin.Mapping;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.workflows.shared.FailureClass;

/** Says to each platform, in its way, what is to be delivered, by one of the credentials. */
final class PlatformClients {
  private static final int MOST_RECORDS = 100;

  private final VendorRequests requests;
  private final AccessTokens tokens;
  private final InstantSource clock;

  PlatformClients(VendorRequests requests, InstantSource clock) {
    this.requests = requests;
    this.tokens = new AccessTokens(requests, clock);
    this.clock = clock;
  }

  VendorAnswer send(Connection connection, SignIn signIn, Outgoing outgoing) {
    return switch (connection.platform()) {
      case BENEVITY ->
          authorised(connection, signIn, secret -> sendToBenevity(connection, secret, outgoing));
      case GOODERA ->
          authorised(connection, signIn, secret -> sendToGoodera(connection, secret, outgoing));
      case WORKDAY ->
          connection.soap()
              ? sendBySoap(connection, signIn, outgoing)
              : authorised(
                  connection, signIn, secret -> sendToWorkday(connection, secret, outgoing));
      case FILE -> throw new IllegalArgumentException("a file is not sent");
    };
  }

  VendorAnswer ask(Connection connection, SignIn signIn, Outgoing outgoing) {
    return switch (connection.platform()) {
      case BENEVITY ->
          authorised(connection, signIn, secret -> askBenevity(connection, secret, outgoing));
      case GOODERA ->
          authorised(connection, signIn, secret -> askGoodera(connection, secret, outgoing));
      case WORKDAY, FILE -> throw new IllegalArgumentException("nobody can be asked");
    };
  }

  /**
   * By the key, or by a token; a token that is refused before its time is renewed once. A refusal
   * of credentials says for certain that nothing was done.
   */
  private VendorAnswer authorised(
      Connection connection, SignIn signIn, Function<String, VendorAnswer> call) {
    if (connection.auth() != Auth.OAUTH2) {
      return call.apply(signIn.value("apiKey"));
    }
    VendorAnswer first = byToken(connection, signIn, call);
    if (!first.refusedCredentials()) {
      return first;
    }
    tokens.forget(connection, signIn);
    return byToken(connection, signIn, call);
  }

  private VendorAnswer byToken(
      Connection connection, SignIn signIn, Function<String, VendorAnswer> call) {
    return switch (tokens.token(connection, signIn)) {
      case Wanted.Given(String token) -> call.apply(token);
      case Wanted.None(VendorAnswer answer) -> answer;
    };
  }

  private VendorAnswer sendToBenevity(Connection connection, String secret, Outgoing outgoing) {
    Attempt attempt =
        requests.perform(
            connection,
            outgoing.body(),
            List.of(secret),
            (apis, endpoint) ->
                apis.benevity()
                    .submit(
                        endpoint,
                        "Bearer " + secret,
                        connection.apiVersion(),
                        outgoing.deliveryId(),
                        Ids.next(),
                        outgoing.body()));
    return VendorAnswer.of(
        Verdicts.benevity(attempt.outcome(), clock.instant()), attempt.exchange());
  }

  private VendorAnswer askBenevity(Connection connection, String secret, Outgoing outgoing) {
    Attempt attempt =
        requests.perform(
            connection,
            new byte[0],
            List.of(secret),
            (apis, endpoint) ->
                apis.benevity()
                    .ask(
                        endpoint,
                        "Bearer " + secret,
                        connection.apiVersion(),
                        Ids.next(),
                        outgoing.deliveryId()));
    return VendorAnswer.of(Verdicts.asked(attempt.outcome(), clock.instant()), attempt.exchange());
  }

  private VendorAnswer sendToGoodera(Connection connection, String secret, Outgoing outgoing) {
    int records = Batches.records(outgoing.body());
    if (records > MOST_RECORDS) {
      return VendorAnswer.of(
          Judgement.bad(Verdict.REFUSED, FailureClass.DATA, "batch-too-large"), Exchange.NONE);
    }
    Map<String, String> headers = headersOfGoodera(connection, secret);
    Attempt attempt =
        requests.perform(
            connection,
            outgoing.body(),
            List.of(secret),
            (apis, endpoint) -> {
              if (records == 0) {
                apis.goodera().submit(endpoint, headers, outgoing.deliveryId(), outgoing.body());
              } else {
                apis.goodera()
                    .submitBatch(endpoint, headers, outgoing.deliveryId(), outgoing.body());
              }
            });
    return VendorAnswer.of(
        Verdicts.goodera(attempt.outcome(), clock.instant()), attempt.exchange());
  }

  private VendorAnswer askGoodera(Connection connection, String secret, Outgoing outgoing) {
    Attempt attempt =
        requests.perform(
            connection,
            new byte[0],
            List.of(secret),
            (apis, endpoint) ->
                apis.goodera()
                    .ask(endpoint, headersOfGoodera(connection, secret), outgoing.deliveryId()));
    return VendorAnswer.of(Verdicts.asked(attempt.outcome(), clock.instant()), attempt.exchange());
  }

  private static Map<String, String> headersOfGoodera(Connection connection, String secret) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("X-API-Version", connection.apiVersion());
    if (connection.auth() == Auth.OAUTH2) {
      headers.put("Authorization", "Bearer " + secret);
    } else {
      headers.put("X-API-Key", secret);
    }
    return headers;
  }

  private VendorAnswer sendToWorkday(Connection connection, String token, Outgoing outgoing) {
    Attempt attempt =
        requests.perform(
            connection,
            outgoing.body(),
            List.of(token),
            (apis, endpoint) ->
                apis.workday()
                    .submit(
                        endpoint, "Bearer " + token, workdayTenant(connection), outgoing.body()));
    return VendorAnswer.of(
        Verdicts.workday(attempt.outcome(), clock.instant()), attempt.exchange());
  }

  private VendorAnswer sendBySoap(Connection connection, SignIn signIn, Outgoing outgoing) {
    byte[] envelope = SoapEnvelope.of(signIn, new String(outgoing.body(), UTF_8)).getBytes(UTF_8);
    List<String> secrets = new ArrayList<>();
    for (String value : signIn.values().values()) {
      secrets.add(value);
      secrets.add(SoapEnvelope.escaped(value));
    }
    Attempt attempt =
        requests.perform(
            connection,
            envelope,
            secrets,
            (apis, endpoint) ->
                apis.workday()
                    .submitBySoap(
                        endpoint, workdayTenant(connection), SoapEnvelope.ACTION, envelope));
    return VendorAnswer.of(
        Verdicts.workdayBySoap(attempt.outcome(), clock.instant()), attempt.exchange());
  }

  private static String workdayTenant(Connection connection) {
    return String.valueOf(connection.mapping().values().get(Mapping.WORKDAY_TENANT));
  }
}
