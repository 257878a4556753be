@NullMarked
package org.serl4j.rewards.vice;

import org.jspecify.annotations.NullMarked;
