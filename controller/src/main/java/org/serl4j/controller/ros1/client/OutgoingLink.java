package org.serl4j.controller.ros1.client;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/**
 * One subscriber of a published topic: a ring of frames that its own thread writes. When the ring
 * is full the oldest frame makes room. Frames are copied into buffers that are kept, so that in the
 * steady state neither side allocates.
 */
final class OutgoingLink {
  /** How often an idle link looks whether its peer is still there. */
  private static final long LOOK_MS = 500;

  private final int id;
  private final String peer;
  private final Socket socket;
  private final byte[][] frames;
  private final int[] lengths;
  private int first;
  private int size;
  private boolean closed;
  private long dropped;
  private long sent;
  private long sentBytes;

  // Of the writing thread only.
  private byte[] taken = {};
  private final byte[] noise = new byte[1 << 10];

  OutgoingLink(int id, String peer, Socket socket, int queue) {
    this.id = id;
    this.peer = peer;
    this.socket = socket;
    this.frames = new byte[queue][0];
    this.lengths = new int[queue];
  }

  int id() {
    return id;
  }

  /** The subscriber's node. */
  String peer() {
    return peer;
  }

  synchronized long dropped() {
    return dropped;
  }

  synchronized long sent() {
    return sent;
  }

  synchronized long sentBytes() {
    return sentBytes;
  }

  /** Puts a copy of {@code frame} (not modified) into the ring; never waits for the peer. */
  synchronized void offer(byte[] frame, int length) {
    if (size == frames.length) {
      first = (first + 1) % frames.length;
      size--;
      dropped++;
    }
    int slot = (first + size) % frames.length;
    if (frames[slot].length < length) {
      frames[slot] = new byte[length];
    }
    System.arraycopy(frame, 0, frames[slot], 0, length);
    lengths[slot] = length;
    size++;
    notifyAll();
  }

  /** Writes frames until the peer or the topic ends the link. */
  void run() throws IOException {
    OutputStream out = socket.getOutputStream();
    try {
      for (int length = take(); length >= 0; length = take()) {
        if (length > 0) {
          out.write(taken, 0, length);
          count(length);
        } else if (peerLeft()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The length of the frame that is now in {@code taken}; 0 if none came, -1 at the end. */
  private synchronized int take() throws InterruptedException {
    long endNs = System.nanoTime() + LOOK_MS * 1_000_000;
    for (long leftMs = LOOK_MS; size == 0 && !closed && leftMs > 0; ) {
      wait(leftMs);
      leftMs = (endNs - System.nanoTime()) / 1_000_000;
    }
    if (closed) {
      return -1;
    }
    if (size == 0) {
      return 0;
    }
    byte[] frame = frames[first];
    frames[first] = taken;
    taken = frame;
    int length = lengths[first];
    first = (first + 1) % frames.length;
    size--;
    return length;
  }

  private synchronized void count(int length) {
    sent++;
    sentBytes += length;
  }

  /** A subscriber says nothing after its header, so all that can be read is its end. */
  private boolean peerLeft() throws IOException {
    socket.setSoTimeout(1);
    try {
      return socket.getInputStream().read(noise) < 0;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  /** Ends the link; what the peer has not got yet it will not get. */
  void abort() {
    try {
      socket.setSoLinger(true, 0);
    } catch (SocketException e) {
      // then it is gone
    }
    close();
  }

  /** Ends the link; a write that hangs ends too. */
  void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      socket.close();
    } catch (IOException e) {
      // then it is gone
    }
  }
}
