@NullMarked
package org.serl4j.tasks;

import org.jspecify.annotations.NullMarked;
