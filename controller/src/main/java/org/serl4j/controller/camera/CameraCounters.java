package org.serl4j.controller.camera;

/**
 * What a grabbed camera has done since it was started.
 *
 * @param frames frames that arrived
 * @param unread frames that a newer one replaced before anybody asked; at 30 Hz and ten steps a
 *     second two of three are
 * @param failures failed attempts at opening, and breaks of an open stream
 * @param reopens openings that succeeded after the first one
 */
public record CameraCounters(long frames, long unread, long failures, long reopens) {}
