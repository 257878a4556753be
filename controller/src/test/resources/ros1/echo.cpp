// A roscpp node for the measurements: echoes /ping to /pong, until it is killed.
#include <geometry_msgs/PoseStamped.h>
#include <ros/ros.h>

int main(int argc, char** argv) {
  ros::init(argc, argv, "roscpp_echo", ros::init_options::NoSigintHandler | ros::init_options::NoRosout);
  ros::NodeHandle node;
  ros::Publisher pong = node.advertise<geometry_msgs::PoseStamped>("/pong", 100);
  ros::Subscriber ping = node.subscribe<geometry_msgs::PoseStamped>(
      "/ping", 100, [&](const geometry_msgs::PoseStamped::ConstPtr& pose) { pong.publish(pose); },
      ros::VoidConstPtr(), ros::TransportHints().tcpNoDelay());
  std::puts("ready");
  std::fflush(stdout);
  ros::spin();
}
