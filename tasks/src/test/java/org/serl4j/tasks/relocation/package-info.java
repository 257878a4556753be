/** Tests of object relocation: the scene, both directions, its experts. */
@NullMarked
package org.serl4j.tasks.relocation;

import org.jspecify.annotations.NullMarked;
