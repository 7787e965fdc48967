/** Below this the series is not exact enough; one steps up to it by Γ(x + 1) = x Γ(x). */
const SERIES_FROM = 12;
/** B₂ₖ / (2k (2k − 1)), k = 1 … 6. */
const terms = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360];
const HALF_LOG_TAU = 0.5 * Math.log(2 * Math.PI);

/** ln Γ(x) for x > 0, to about 1 part in 10¹⁴ (Stirling's series, DLMF 5.11.1). */
export function logGamma(x: number): number {
  let steps = 1;
  let at = x;
  for (; at < SERIES_FROM; at++) steps *= at;
  return (at - 0.5) * Math.log(at) - at + HALF_LOG_TAU + tail(at) - Math.log(steps);
}

function tail(x: number): number {
  let sum = 0;
  for (let k = terms.length - 1; k >= 0; k--) sum = sum / (x * x) + (terms[k] ?? 0);
  return sum / x;
}
