package org.serl4j.hardware;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * The way to an arm that another program drives: SERL's robot server.
 *
 * @param url of the server, as {@code http://192.168.1.10:5000/}
 * @param tokenFile file with the server's token, from the folder that serl4j runs in; empty for a
 *     server that asks for none
 * @param rateHz states fetched and poses sent a second [Hz]
 * @param staleMs the newest state may be this old, and a call may take this long [ms]; at least two
 *     periods of the rate
 * @param frozenMs states may repeat the same numbers for this long [ms]; 0 switches the check off
 */
public record ArmLink(
    String url,
    String tokenFile,
    @Range(min = 5, max = 200, unit = "Hz") double rateHz,
    @Range(min = 20, max = 5000, unit = "ms") int staleMs,
    @Range(min = 0, max = 60_000, unit = "ms") int frozenMs) {
  public ArmLink {
    Bounds.of(ArmLink.class)
        .check("rateHz", rateHz)
        .check("staleMs", staleMs)
        .check("frozenMs", frozenMs);
    Bounds.requireInside("staleMs", staleMs, Math.ceil(2000 / rateHz), 5000, "ms");
    if (!isServer(url)) {
      throw new InvalidValueException(
          "url", "\"" + url + "\" is not a server's address: give http://HOST:PORT/");
    }
  }

  private static boolean isServer(String url) {
    try {
      URI uri = new URI(url);
      String scheme = uri.getScheme();
      return ("http".equals(scheme) || "https".equals(scheme))
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
