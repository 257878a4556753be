// What RoundTripTest does, as a roscpp node: prints the nanoseconds that each pose took to /pong and back.
// Arguments: count, period in nanoseconds.
#include <geometry_msgs/PoseStamped.h>
#include <ros/callback_queue.h>
#include <ros/ros.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

using Clock = std::chrono::steady_clock;

static long nowNs() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now().time_since_epoch()).count();
}

int main(int argc, char** argv) {
  ros::init(argc, argv, "roscpp_measured", ros::init_options::NoSigintHandler | ros::init_options::NoRosout);
  const int count = std::atoi(argv[1]);
  const long period = std::atol(argv[2]);
  std::vector<long> sent(count), took(count, 0);
  std::atomic<int> back{0};
  ros::NodeHandle node;
  ros::Publisher ping = node.advertise<geometry_msgs::PoseStamped>("/ping", 100);
  ros::Subscriber pong = node.subscribe<geometry_msgs::PoseStamped>(
      "/pong", 100,
      [&](const geometry_msgs::PoseStamped::ConstPtr& pose) {
        const int i = static_cast<int>(pose->pose.position.x);
        if (i >= 0) took[i] = nowNs() - sent[i];
        ++back;
      },
      ros::VoidConstPtr(), ros::TransportHints().tcpNoDelay());
  ros::AsyncSpinner spinner(1);
  spinner.start();
  geometry_msgs::PoseStamped pose;
  pose.header.frame_id = "0";
  pose.pose.position.x = -1;
  while (back == 0) {
    ping.publish(pose);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  Clock::time_point due = Clock::now();
  for (int i = 0; i < count; i++) {
    due += std::chrono::nanoseconds(period);
    std::this_thread::sleep_until(due);
    pose.pose.position.x = i;
    sent[i] = nowNs();
    ping.publish(pose);
  }
  while (took[count - 1] == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  for (long ns : took) std::printf("took %ld\n", ns);
}
