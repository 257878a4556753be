@NullMarked
package org.serl4j.console.session;

import org.jspecify.annotations.NullMarked;
