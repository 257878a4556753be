/** Tests of the whole house and of the operator's commands. */
@NullMarked
package org.serl4j.console;

import org.jspecify.annotations.NullMarked;
