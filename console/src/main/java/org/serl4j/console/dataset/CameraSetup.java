package org.serl4j.console.dataset;

/**
 * How one camera saw the recorded scene.
 *
 * @param name as in {@link org.serl4j.agent.Spaces#cameras()}
 * @param frameHash hash of the preprocessing settings ({@code FramePreprocessor.settingsHash()}):
 *     training refuses data that were seen through another path
 * @param settings source, exposure and the rest, for people to read
 */
public record CameraSetup(String name, String frameHash, String settings) {}
