package org.serl4j.agent.network;

/**
 * A named part of a flat parameter vector.
 *
 * @param name unique in its network, such as {@code critics/hidden1/W}
 * @param offset index of its first element
 * @param length number of elements
 */
public record Block(
    String name, int offset, int length, Initialisation initialisation, int fanIn, int fanOut) {}
