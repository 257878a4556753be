/** Tests of SERL's HTTP server and of the arm behind one, against real peers on loopback. */
@NullMarked
package org.serl4j.controller.arm.serl;

import org.jspecify.annotations.NullMarked;
