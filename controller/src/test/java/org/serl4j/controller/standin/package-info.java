@NullMarked
package org.serl4j.controller.standin;

import org.jspecify.annotations.NullMarked;
