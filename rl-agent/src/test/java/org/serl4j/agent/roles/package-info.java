@NullMarked
package org.serl4j.agent.roles;

import org.jspecify.annotations.NullMarked;
