@NullMarked
package org.serl4j.rewards.classifier;

import org.jspecify.annotations.NullMarked;
