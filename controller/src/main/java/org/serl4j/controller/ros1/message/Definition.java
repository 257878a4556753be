package org.serl4j.controller.ros1.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The definition of a message: its fields in the order of the wire, and the md5 sum by which two
 * nodes find out that they mean the same.
 *
 * <p>The sum is taken over one line a constant ({@code type name=value}), then one line a field, in
 * the order of the text and without comments: {@code type name} for a built-in type, and {@code md5
 * name} for a message, without the brackets of an array. A service's sum is that of its request's
 * lines followed at once by its response's.
 */
public final class Definition {
  private static final Pattern LINE =
      Pattern.compile("([\\w/]+)(\\[\\d*])?\\s+(\\w+)\\s*(?:=\\s*(.*))?");
  private static final Set<String> BUILT_IN =
      Set.of(
          "bool",
          "int8",
          "uint8",
          "int16",
          "uint16",
          "int32",
          "uint32",
          "int64",
          "uint64",
          "float32",
          "float64",
          "string",
          "time",
          "duration",
          "byte",
          "char");
  private static final String SEPARATOR = "\n" + "=".repeat(80) + "\nMSG: ";

  /**
   * A field.
   *
   * @param type as written, without brackets
   * @param brackets empty, {@code []} or {@code [N]}
   */
  public record Field(String type, String brackets, String name) {}

  private final String type;
  private final String text;
  private final List<Field> fields;
  private final Map<String, Definition> parts;
  private final String md5Lines;
  private final String md5;

  private Definition(String type, String text, Map<String, Definition> parts) {
    this.type = type;
    this.text = text.strip();
    this.parts = parts;
    List<String> constants = new ArrayList<>();
    List<Field> found = new ArrayList<>();
    text.lines().forEach(line -> parse(line, constants, found));
    fields = List.copyOf(found);
    List<String> lines = new ArrayList<>(constants);
    fields.forEach(field -> lines.add(md5Line(field)));
    md5Lines = String.join("\n", lines);
    md5 = md5Of(md5Lines);
  }

  /**
   * Parses a definition.
   *
   * @param type {@code package/Name}
   * @param text as in a .msg file
   * @param parts the messages that {@code text} names
   * @throws IllegalArgumentException if a line is no field, or names a message that is not in parts
   */
  public static Definition of(String type, String text, Definition... parts) {
    if (!type.matches("\\w+/\\w+")) {
      throw new IllegalArgumentException("'" + type + "' is not package/Name");
    }
    Map<String, Definition> byType = new LinkedHashMap<>();
    for (Definition part : parts) {
      byType.put(part.type, part);
    }
    return new Definition(type, text, byType);
  }

  private void parse(String line, List<String> constants, List<Field> found) {
    String code = line.strip();
    if (!code.startsWith("string ") || !code.contains("=")) { // a text constant may hold a #
      int comment = code.indexOf('#');
      code = comment < 0 ? code : code.substring(0, comment).strip();
    }
    if (code.isEmpty()) {
      return;
    }
    Matcher match = LINE.matcher(code);
    if (!match.matches()) {
      throw new IllegalArgumentException(type + ": '" + line + "' is neither field nor constant");
    }
    if (match.group(4) != null) {
      constants.add(match.group(1) + " " + match.group(3) + "=" + match.group(4));
    } else {
      String brackets = match.group(2);
      found.add(new Field(match.group(1), brackets == null ? "" : brackets, match.group(3)));
    }
  }

  private String md5Line(Field field) {
    return BUILT_IN.contains(field.type)
        ? field.type + field.brackets + " " + field.name
        : part(field).md5 + " " + field.name;
  }

  private Definition part(Field field) {
    String full =
        field.type.equals("Header")
            ? "std_msgs/Header"
            : field.type.contains("/")
                ? field.type
                : type.substring(0, type.indexOf('/') + 1) + field.type;
    Definition part = parts.get(full);
    if (part == null) {
      throw new IllegalArgumentException(type + " needs the definition of " + full);
    }
    return part;
  }

  private static String md5Of(String lines) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(lines.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  /** The md5 sum of a service. */
  static String serviceMd5(Definition request, Definition response) {
    return md5Of(request.md5Lines + response.md5Lines);
  }

  /** {@code package/Name}. */
  public String type() {
    return type;
  }

  /** 32 hexadecimal digits. */
  public String md5() {
    return md5;
  }

  /** The fields in the order of the wire, constants left out. */
  public List<Field> fields() {
    return fields;
  }

  /**
   * The text followed by those of all messages within, each once: with it a peer that has never
   * heard of the type can print and record it.
   */
  public String fullText() {
    Map<String, Definition> all = new LinkedHashMap<>();
    collect(all);
    StringBuilder full = new StringBuilder(text).append('\n');
    all.forEach((name, part) -> full.append(SEPARATOR).append(name).append('\n').append(part.text));
    return full.append('\n').toString();
  }

  private void collect(Map<String, Definition> all) {
    for (Definition part : parts.values()) {
      if (all.putIfAbsent(part.type, part) == null) {
        part.collect(all);
      }
    }
  }
}
