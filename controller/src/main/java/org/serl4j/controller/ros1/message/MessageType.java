package org.serl4j.controller.ros1.message;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A Java type and how it lies on the wire.
 *
 * <p>Most types have one layout. A type that has changed over the years has several, newest first:
 * it is written in the newest and read in whichever the publisher's md5 names.
 *
 * @param <M> the Java type
 */
public record MessageType<M>(List<Layout<M>> layouts) {
  /** What md5 sum and type are when anything will do. */
  public static final String ANY = "*";

  /**
   * One layout.
   *
   * @param reading gives a function for one link; it may return the same object again and again,
   *     overwritten
   * @param writing writes a message (not modified)
   */
  public record Layout<M>(
      Definition definition,
      Supplier<Function<MessageReader, M>> reading,
      BiConsumer<M, MessageWriter> writing) {}

  public MessageType {
    layouts = List.copyOf(layouts);
    if (layouts.isEmpty()) {
      throw new IllegalArgumentException("a message type needs a layout");
    }
  }

  /** A type that is read to a new object each time. */
  public static <M> MessageType<M> of(
      Definition definition,
      Function<MessageReader, M> reading,
      BiConsumer<M, MessageWriter> writing) {
    return new MessageType<>(List.of(new Layout<>(definition, () -> reading, writing)));
  }

  /** A type that is read into an object of the link's own. */
  public static <M> MessageType<M> reusing(
      Definition definition,
      Supplier<M> made,
      BiConsumer<M, MessageReader> reading,
      BiConsumer<M, MessageWriter> writing) {
    return new MessageType<>(List.of(new Layout<>(definition, into(made, reading), writing)));
  }

  /** Reading into one object per link. */
  static <M> Supplier<Function<MessageReader, M>> into(
      Supplier<M> made, BiConsumer<M, MessageReader> reading) {
    return () -> {
      M message = made.get();
      return from -> {
        reading.accept(message, from);
        return message;
      };
    };
  }

  /** The definition in which messages are written. */
  public Definition definition() {
    return layouts.get(0).definition();
  }

  /** {@code package/Name}. */
  public String name() {
    return definition().type();
  }

  /** What a subscriber asks for: the md5 sum, or {@link #ANY} if there are several layouts. */
  public String wantedMd5() {
    return layouts.size() == 1 ? definition().md5() : ANY;
  }

  /** The layout of a publisher's md5 sum, if there is one; the newest for {@link #ANY}. */
  public Optional<Layout<M>> layout(String md5) {
    return md5.equals(ANY)
        ? Optional.of(layouts.get(0))
        : layouts.stream().filter(layout -> layout.definition().md5().equals(md5)).findFirst();
  }

  /** Writes a message (not modified). */
  public void write(M message, MessageWriter to) {
    layouts.get(0).writing().accept(message, to);
  }

  /** Reads a message of the newest layout, as an object of its own. */
  M read(MessageReader from) {
    return layouts.get(0).reading().get().apply(from);
  }

  /** A message's bytes. */
  public byte[] encode(M message) {
    MessageWriter writer = new MessageWriter();
    write(message, writer);
    return Arrays.copyOf(writer.array(), writer.length());
  }

  /**
   * The message in {@code bytes} (not modified), as an object of its own.
   *
   * @throws MessageFormatException if the bytes are no such message
   */
  public M decode(byte[] bytes) {
    MessageReader reader = new MessageReader().on(bytes, 0, bytes.length);
    M message = read(reader);
    reader.end();
    return message;
  }
}
