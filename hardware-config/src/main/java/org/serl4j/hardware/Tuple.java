package org.serl4j.hardware;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A record of numbers that YAML writes as a sequence, in the order of the components. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Tuple {}
