@NullMarked
package org.serl4j.tasks.insertion;

import org.jspecify.annotations.NullMarked;
