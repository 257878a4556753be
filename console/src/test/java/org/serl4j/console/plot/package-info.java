@NullMarked
package org.serl4j.console.plot;

import org.jspecify.annotations.NullMarked;
