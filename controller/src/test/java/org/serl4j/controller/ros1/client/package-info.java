@NullMarked
package org.serl4j.controller.ros1.client;

import org.jspecify.annotations.NullMarked;
