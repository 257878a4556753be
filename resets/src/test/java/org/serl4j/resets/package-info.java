@NullMarked
package org.serl4j.resets;

import org.jspecify.annotations.NullMarked;
