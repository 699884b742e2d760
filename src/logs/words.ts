/** What a word says of its line: it may hold values, circumstances of values near by, or the name of a kernel. */
export type WordKind = 'value' | 'circumstance' | 'kernel';

/** A piece of text that stands in every line of some kind; lines without any of them are never looked at. */
export interface LogWord {
  /** 3 to 8 characters of ASCII; with digits 4 at least. */
  readonly text: string;
  /** How many lower-case hexadecimal digits must follow at once; absent: none. */
  readonly hex?: number;
  readonly kind: WordKind;
}

/**
 * The words that the finder looks for: at least one for every row of the tables of shapes and of circumstances.
 * Neighbours share a bucket of the finder, so like stands by like.
 */
// prettier-ignore
export const LOG_WORDS: readonly LogWord[] = [
  { text: 'PGD ', hex: 1, kind: 'value' },
  { text: 'PGD: ', hex: 1, kind: 'value' },
  { text: 'P4D: ', hex: 1, kind: 'value' },
  { text: 'PUD: ', hex: 1, kind: 'value' },
  { text: 'PMD: ', hex: 1, kind: 'value' },
  { text: 'PTE: ', hex: 1, kind: 'value' },
  { text: 'PHYSICAL', kind: 'value' },
  { text: 'bad pmd ', kind: 'value' },
  { text: 'bad pud ', kind: 'value' },
  { text: 'bad p4d ', kind: 'value' },
  { text: 'bad pgd ', kind: 'value' },
  { text: 'bad pte ', kind: 'value' },
  { text: 'pgd:', hex: 8, kind: 'value' },
  { text: 'pgd=', hex: 8, kind: 'value' },
  { text: 'pgtable:', kind: 'circumstance' },
  { text: 'swap fil', kind: 'value' },
  { text: 'swap off', kind: 'value' },
  { text: 'swap ent', kind: 'value' },
  { text: 'refcount', kind: 'circumstance' },
  { text: 'addr:', hex: 8, kind: 'circumstance' },
  { text: '*pde = ', hex: 8, kind: 'value' },
  { text: '*pdpt = ', hex: 8, kind: 'value' },
  { text: ':\t0x', hex: 16, kind: 'value' },
  { text: ': 0x', hex: 16, kind: 'value' },
  { text: '#PF: ', kind: 'circumstance' },
  { text: 'AS:', hex: 16, kind: 'value' },
  { text: 'ESR = 0x', hex: 1, kind: 'circumstance' },
  { text: 'NULL poi', kind: 'circumstance' },
  { text: 'OFFSET', kind: 'value' },
  { text: 'Oops: ', hex: 4, kind: 'circumstance' },
  { text: 'Bad page', kind: 'value' },
  { text: 'Linux ve', kind: 'value' },
  { text: 'Not tain', kind: 'kernel' },
  { text: 'Tainted:', kind: 'kernel' },
  { text: 'nable to', kind: 'circumstance' },
  { text: 'Corrupte', kind: 'circumstance' },
  { text: 'Call tra', kind: 'circumstance' },
  { text: 'Call Tra', kind: 'circumstance' },
];
