/** A small repeatable generator of numbers (xorshift32). @param seed of 32 bits, not 0 */
export function random(seed) {
  let x = seed;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return x >>> 0;
  };
}
