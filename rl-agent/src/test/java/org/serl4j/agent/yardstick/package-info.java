@NullMarked
package org.serl4j.agent.yardstick;

import org.jspecify.annotations.NullMarked;
