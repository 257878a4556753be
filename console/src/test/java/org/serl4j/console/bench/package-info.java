@NullMarked
package org.serl4j.console.bench;

import org.jspecify.annotations.NullMarked;
