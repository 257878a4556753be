@NullMarked
package org.serl4j.rewards;

import org.jspecify.annotations.NullMarked;
