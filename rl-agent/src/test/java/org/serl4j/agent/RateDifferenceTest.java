package org.serl4j.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RateDifferenceTest {
  /** Example (a) of Newcombe, Statistics in Medicine 17 (1998) 873, method 10: 56/70 - 48/80. */
  @Test
  void shouldHaveNewcombesIntervalOfIndependentSamples() {
    RateDifference d = RateDifference.independent(new Proportion(56, 70), new Proportion(48, 80));
    assertEquals(0.2, d.difference(), 1e-12);
    assertEquals(0.0524, d.low(), 5e-5);
    assertEquals(0.3339, d.high(), 5e-5);
  }

  /**
   * Complete response before and after consolidation therapy (Cavo et al. 2012), as Fagerland,
   * Lydersen and Laake give it (Statistical Analysis of Contingency Tables, chapter 8).
   */
  @Test
  void shouldHaveNewcombesIntervalOfPairs() {
    RateDifference d = new PairedOutcomes(59, 6, 16, 80).difference();
    assertEquals(-0.0621, d.difference(), 5e-5);
    assertEquals(-0.1186, d.low(), 5e-5);
    assertEquals(-0.0046, d.high(), 5e-5);
  }

  /** Airway hyper-responsiveness (Bentur et al. 2009), from the same chapter; no correlation. */
  @Test
  void shouldDropACorrelationThatIsLessThanItsCorrection() {
    PairedOutcomes pairs = new PairedOutcomes(1, 1, 7, 12);
    assertEquals(0, pairs.correlation());
    assertEquals(-0.507, pairs.difference().low(), 5e-4);
    assertEquals(-0.026, pairs.difference().high(), 5e-4);
  }

  /** The pairing narrows the interval when the same trials are hard for both, and only then. */
  @Test
  void shouldBeNarrowerThanForIndependentSamplesWhenThePairsAgree() {
    PairedOutcomes agreeing = new PairedOutcomes(70, 5, 5, 20);
    PairedOutcomes opposed = new PairedOutcomes(50, 25, 25, 0);
    double alone = width(RateDifference.independent(agreeing.first(), agreeing.second()));
    assertTrue(width(agreeing.difference()) < 0.8 * alone);
    assertTrue(width(opposed.difference()) > 1.1 * alone);
  }

  private static double width(RateDifference d) {
    return d.high() - d.low();
  }

  /** Two media for tubercle bacilli (Armitage and Berry 1994, p. 127): P = 0.0129 (Liddell). */
  @Test
  void shouldHaveTheExactProbabilityOfMcNemarsTest() {
    assertEquals(0.0129, new PairedOutcomes(20, 12, 2, 16).test().pValue(), 5e-5);
    assertEquals(1, new PairedOutcomes(9, 0, 0, 1).test().pValue(), 0);
    assertEquals(1, new SignTest(5, 5).pValue(), 0);
  }

  /** Conover's tables: P(X at most 1 of 10) = 0.0107, so 10 values give the 2nd and the 9th. */
  @Test
  void shouldBoundAMedianByValuesOfTheSample() {
    double[] sample = {10, 1, 9, 2, 8, 3, 7, 4, 6, 5};
    Median ten = Median.of(sample);
    assertEquals(new Median(5.5, 2.0, 9.0), ten);
    assertEquals(10, sample[0], "the sample is not modified");
    assertEquals(new Median(3, null, null), Median.of(new double[] {5, 1, 3, 2, 4}));
    // 1/64 = 0.0156 is the first that is small enough
    assertEquals(new Median(3.5, 1.0, 6.0), Median.of(new double[] {6, 5, 4, 3, 2, 1}));
  }
}
