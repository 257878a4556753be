@NullMarked
package org.serl4j.tasks.perturbation;

import org.jspecify.annotations.NullMarked;
