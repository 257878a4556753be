@NullMarked
package org.serl4j.console.reward;

import org.jspecify.annotations.NullMarked;
