@NullMarked
package org.serl4j.agent;

import org.jspecify.annotations.NullMarked;
