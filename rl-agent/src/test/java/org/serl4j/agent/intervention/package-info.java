@NullMarked
package org.serl4j.agent.intervention;

import org.jspecify.annotations.NullMarked;
