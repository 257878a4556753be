@NullMarked
package org.serl4j.console.doctor;

import org.jspecify.annotations.NullMarked;
