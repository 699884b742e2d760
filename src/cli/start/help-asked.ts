const ASKS = new Map<string, 'short' | 'whole' | 'version'>([
  ['-h', 'short'],
  ['--help', 'whole'],
  ['-V', 'version'],
  ['--version', 'version'],
]);

/** What a command line asks for besides its command: short or whole help, or the version; undefined for none of them. */
export function helpAskedFor(words: readonly string[]): 'short' | 'whole' | 'version' | undefined {
  for (const word of words) {
    if (word === '--') return undefined;
    const asked = ASKS.get(word);
    if (asked !== undefined) return asked;
  }
  return undefined;
}
