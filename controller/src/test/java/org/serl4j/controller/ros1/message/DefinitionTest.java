package org.serl4j.controller.ros1.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The sums are those that the nodes on a robot announce. */
class DefinitionTest {
  static Stream<Arguments> announced() {
    return Stream.of(
        Arguments.of(layout(0), "431567d5df6caf4e4dd7385f25cb71ee"), // franka_ros 0.9 and 0.10
        Arguments.of(layout(1), "ada2a2f352d5bb0df96bc0a5d3c9d6e1"), // 0.8
        Arguments.of(layout(2), "0aaac7d75db94290acd763669ea762b8"), // 0.7
        Arguments.of(
            FrankaActions.ERROR_RECOVERY.goal().definition(), "4b30be6cd12b9e72826df56b481f40e0"),
        Arguments.of(FrankaActions.MOVE.goal().definition(), "f8907a1e7bb902f2e4c7db8e1cf3d24f"),
        Arguments.of(FrankaActions.GRASP.goal().definition(), "7bd1a6e7f94ef15bb6dd05cb170e7909"),
        Arguments.of(FrankaActions.MOVE.result().definition(), "89dbc4e75593b525bbbea3a150532ed6"),
        Arguments.of(FrankaActions.GRASP.result().definition(), "89dbc4e75593b525bbbea3a150532ed6"),
        Arguments.of(ZeroJacobian.TYPE.definition(), "573da0494fbe019a7da2ae31329663cf"),
        Arguments.of(RobotiqGripper.Command.TYPE.definition(), "481503a99d995d0e403b7ee708c6862c"),
        Arguments.of(RobotiqGripper.State.TYPE.definition(), "17d49e32c00f4f2fb4fe664060553362"),
        Arguments.of(PoseStamped.TYPE.definition(), "d3812c3cbc69362b77dc0b19b345f8f5"),
        Arguments.of(WrenchStamped.TYPE.definition(), "d78d3cb249ce23087ade7e7d0c40cfa7"),
        Arguments.of(JointStates.TYPE.definition(), "3066dcd76a6cfaef579bd0f34173e9fd"),
        Arguments.of(Image.TYPE.definition(), "060021388200f6f0f447d0fcd9c64743"),
        Arguments.of(Header.TYPE.definition(), "2176decaecbce78abc3b96ef049fabed"),
        Arguments.of(StandardMessages.STRING.definition(), "992ce8a1687cec8c8bd883ec73ca41d1"),
        Arguments.of(StandardMessages.BOOL.definition(), "8b94c1b53db61fb6aed406028ad6332a"),
        Arguments.of(StandardMessages.FLOAT64.definition(), "fdb28210bfa9d7c91146260178d9a584"),
        Arguments.of(
            ActionType.GoalStatusArray.TYPE.definition(), "8b2b82f13216d0a8ea88bd3af735e619"),
        Arguments.of(ActionType.GoalId.TYPE.definition(), "302881f31927c1df708a2dbab0e80ee8"),
        Arguments.of(Log.TYPE.definition(), "acffd30cd6b6de30f120938c17c593fb"),
        Arguments.of(Reconfigure.Config.TYPE.definition(), "958f16a05573709014982821e6822580"),
        Arguments.of(
            Reconfigure.Description.TYPE.definition(), "757ce9d44ba8ddd801bb30bc456f946f"));
  }

  private static Definition layout(int index) {
    return FrankaState.TYPE.layouts().get(index).definition();
  }

  @ParameterizedTest
  @MethodSource("announced")
  void shouldHaveTheSumThatIsAnnouncedOnRobots(Definition definition, String md5) {
    assertEquals(md5, definition.md5(), definition.type());
  }

  @Test
  void shouldHaveTheSumsOfTheServices() {
    assertEquals("bb125d226a21982a4a98760418dc2672", Reconfigure.SERVICE.md5());
    assertEquals("c9a8ec436164dd9cbc1e5e137d358e0b", FrankaActions.SET_LOAD.md5());
    assertEquals("b29a7abc673b2c54c14b54e50f8d06a5", RosControl.SWITCH.md5());
    assertEquals("1341feb2e63fa791f855565d0da950d8", RosControl.LIST.md5());
  }

  @Test
  void shouldPutConstantsFirstAndLeaveCommentsOut() {
    Definition plain = Definition.of("a/B", "uint8 ONE=1\nstring TEXT=a # b\nint32[3] x\nint32 y");
    Definition commented =
        Definition.of(
            "a/B",
            "# head\n\n int32[3]   x # [m]\nint32 y\nuint8 ONE = 1 # one\nstring TEXT=a # b");
    assertEquals(plain.md5(), commented.md5());
    assertEquals(
        List.of(new Definition.Field("int32", "[3]", "x"), new Definition.Field("int32", "", "y")),
        commented.fields());
  }

  @Test
  void shouldNameEveryPartOnceInTheFullText() {
    String text = Reconfigure.Description.TYPE.definition().fullText();
    assertEquals(1, text.split("MSG: dynamic_reconfigure/Config\n", -1).length - 1);
    assertTrue(text.contains("MSG: dynamic_reconfigure/GroupState\nstring name\nbool state"), text);
  }

  @Test
  void shouldSayWhatIsWrongWithADefinition() {
    assertEquals(
        "a/B needs the definition of a/Pose",
        assertThrows(IllegalArgumentException.class, () -> Definition.of("a/B", "Pose pose"))
            .getMessage());
    assertEquals(
        "a/B: 'float64' is neither field nor constant",
        assertThrows(IllegalArgumentException.class, () -> Definition.of("a/B", "float64"))
            .getMessage());
  }
}
