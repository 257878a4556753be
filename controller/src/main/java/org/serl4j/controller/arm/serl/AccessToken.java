package org.serl4j.controller.arm.serl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The secret that a server asks every request for, in the header {@code Authorization}. */
public final class AccessToken {
  /** Where it stands in a request. */
  static final String HEADER = "Authorization";

  private static final String SCHEME = "Bearer ";
  private static final String FORM = "[\\x21-\\x7e]{16,256}";

  private final String secret;

  private AccessToken(String secret) {
    this.secret = secret;
  }

  /**
   * Reads a token from a file of one line.
   *
   * @throws IllegalArgumentException if there is none in it: one line with the remedy
   */
  public static AccessToken read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
      if (lines.size() != 1 || !lines.get(0).matches(FORM)) {
        throw new IllegalArgumentException(
            "the token file "
                + file
                + " must hold one line of 16 to 256 visible ASCII characters: write one with"
                + " openssl rand -hex 32");
      }
      return new AccessToken(lines.get(0));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no token file " + file, e);
    } catch (IOException e) {
      throw new IllegalArgumentException("the token file " + file + " cannot be read", e);
    }
  }

  /** The value of the header that shows it. */
  String header() {
    return SCHEME + secret;
  }

  /** Whether a header shows it; takes as long for a wrong one as for the right one. */
  boolean matches(@Nullable String header) {
    return MessageDigest.isEqual(digest(header()), digest(header == null ? "" : header));
  }

  /** Of equal length whatever was given, so that not even the length is told. */
  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
