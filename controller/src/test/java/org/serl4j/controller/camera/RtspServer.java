package org.serl4j.controller.camera;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.ImageIO;

/**
 * A network camera on loopback: JPEG in RTP (RFC 2435), interleaved into the RTSP connection (RFC
 * 2326, 10.12), 25 frames a second with {@link MjpegServer}'s counter picture. One client at a
 * time.
 */
final class RtspServer implements AutoCloseable {
  private static final int PAYLOAD_JPEG = 26;
  private static final int CLOCK_HZ = 90_000;
  private static final int RATE_HZ = 25;
  private static final int QUANT_TABLE_BYTES = 64;
  private static final int DQT = 0xDB;
  private static final int SOS = 0xDA;

  private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final Thread thread = new Thread(this::serve, "rtsp-server");

  RtspServer() throws IOException {
    thread.setDaemon(true);
    thread.start();
  }

  String url() {
    return "rtsp://127.0.0.1:" + listener.getLocalPort() + "/camera";
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket client = listener.accept()) {
        client.setTcpNoDelay(true);
        answer(client);
      } catch (IOException e) {
        // The client has hung up, or the server is closed.
      }
    }
  }

  private static void answer(Socket client) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    DataOutputStream out = new DataOutputStream(client.getOutputStream());
    String request = in.readLine();
    while (request != null) {
      String sequence = "0";
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        if (line.startsWith("CSeq:")) {
          sequence = line.substring(5).strip();
        }
      }
      String method = request.substring(0, request.indexOf(' '));
      out.write(reply(method, sequence).getBytes(StandardCharsets.US_ASCII));
      out.flush();
      if (method.equals("PLAY")) {
        play(out);
      }
      request = in.readLine();
    }
  }

  private static String reply(String method, String sequence) {
    String head = "RTSP/1.0 200 OK\r\nCSeq: " + sequence + "\r\nSession: 1\r\n";
    return switch (method) {
      case "OPTIONS" -> head + "Public: DESCRIBE, SETUP, PLAY, TEARDOWN\r\n\r\n";
      case "DESCRIBE" -> {
        String sdp =
            "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=camera\r\nt=0 0\r\n"
                + ("m=video 0 RTP/AVP " + PAYLOAD_JPEG + "\r\na=control:0\r\n");
        yield head
            + ("Content-Type: application/sdp\r\nContent-Length: " + sdp.length() + "\r\n\r\n")
            + sdp;
      }
      case "SETUP" -> head + "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\n";
      default -> head + "\r\n";
    };
  }

  private static void play(DataOutputStream out) throws IOException {
    for (int i = 0; ; i++) {
      byte[] packet = packet(i);
      out.writeByte('$');
      out.writeByte(0);
      out.writeShort(packet.length);
      out.write(packet);
      out.flush();
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / RATE_HZ);
    }
  }

  /** One picture in one RTP packet. */
  private static byte[] packet(int counter) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(MjpegServer.picture(counter), "jpg", file);
    ByteBuffer jpeg = ByteBuffer.wrap(file.toByteArray());
    ByteBuffer packet = ByteBuffer.allocate(jpeg.capacity() + 256);
    // RTP: version 2; marker: the picture ends here.
    packet.put((byte) 0x80).put((byte) (0x80 | PAYLOAD_JPEG)).putShort((short) counter);
    packet.putInt(counter * (CLOCK_HZ / RATE_HZ)).putInt(1);
    // JPEG: fragment offset 0; type 1 is 4:2:0; quality 255: the tables follow; size in blocks.
    packet.putInt(0).put((byte) 1).put((byte) 255);
    packet.put((byte) (MjpegServer.SIZE / 8)).put((byte) (MjpegServer.SIZE / 8));
    packet.putShort((short) 0).putShort((short) (2 * QUANT_TABLE_BYTES));
    copyTablesAndScan(jpeg, packet);
    byte[] bytes = new byte[packet.flip().remaining()];
    packet.get(bytes);
    return bytes;
  }

  private static void copyTablesAndScan(ByteBuffer jpeg, ByteBuffer packet) {
    jpeg.position(2);
    while (true) {
      int marker = jpeg.getShort() & 0xFF;
      int end = jpeg.position() + (jpeg.getShort(jpeg.position()) & 0xFFFF);
      if (marker == DQT) {
        for (int at = jpeg.position() + 2; at < end; at += 1 + QUANT_TABLE_BYTES) {
          packet.put(jpeg.slice(at + 1, QUANT_TABLE_BYTES));
        }
      }
      jpeg.position(end);
      if (marker == SOS) {
        packet.put(jpeg);
        return;
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    thread.interrupt();
  }
}
