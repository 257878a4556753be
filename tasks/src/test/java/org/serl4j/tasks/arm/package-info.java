@NullMarked
package org.serl4j.tasks.arm;

import org.jspecify.annotations.NullMarked;
