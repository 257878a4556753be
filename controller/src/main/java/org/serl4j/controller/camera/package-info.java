/** The camera port, its adapters and the one preprocessing path. */
@NullMarked
package org.serl4j.controller.camera;

import org.jspecify.annotations.NullMarked;
