package org.serl4j.hardware;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a record component may be: both ends belong to the range. On a component of several numbers
 * it holds for each of them.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Range {
  double min();

  double max();

  /** SI or a prefix of it; "1" for a number without a unit. */
  String unit();
}
