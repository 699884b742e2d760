/** A piece of text that stands in every line of some kind; lines without any of them are never looked at. */
export interface FinderWord {
  /** 2 to 8 bytes, with digits 4 at least: characters of ASCII, and the first byte (C2) of a blank that is not broken, as pages have it. */
  readonly text: string;
  /** How many lower-case hexadecimal digits must follow at once; absent: none. */
  readonly hex?: number;
  /**
   * The bucket of the finder, 0 to 7. Any will do, but pieces of text that mix the halves of the first four bytes of its words
   * pass for one of them, and each that does costs as much as 50 bytes: scripts/group-words.mjs finds good ones by trial.
   */
  readonly bucket: number;
}

/** What a word says of its line: it may hold values, or the name of a kernel. */
export type WordKind = 'value' | 'kernel';

/** A word that counts in all of a log. */
export interface LogWord extends FinderWord {
  readonly kind: WordKind;
}

/** The words that the finder looks for in all of a log: at least one for every row of the table of shapes but those that go on with a walk. */
// prettier-ignore
export const LOG_WORDS: readonly LogWord[] = [
  { text: '  p4d = ', kind: 'value', bucket: 5 },
  { text: '  pgd = ', kind: 'value', bucket: 5 },
  { text: '  pmd = ', kind: 'value', bucket: 5 },
  { text: '  pte = ', kind: 'value', bucket: 5 },
  { text: '  pud = ', kind: 'value', bucket: 5 },
  { text: ' STE: ', hex: 1, kind: 'value', bucket: 3 },
  { text: ' p=\n', kind: 'value', bucket: 5 },
  { text: ' p=\r', kind: 'value', bucket: 5 },
  { text: '*p=\n', kind: 'value', bucket: 5 },
  { text: '*p=\r', kind: 'value', bucket: 5 },
  { text: '*pde =', kind: 'value', bucket: 5 },
  { text: '*pdpt =', kind: 'value', bucket: 6 },
  { text: '*pgd =', kind: 'value', bucket: 5 },
  { text: '.ko.debu', kind: 'kernel', bucket: 7 },
  { text: '.p4d = (', kind: 'value', bucket: 5 },
  { text: '.pgd = (', kind: 'value', bucket: 5 },
  { text: '.pmd = (', kind: 'value', bucket: 5 },
  { text: '.pte = (', kind: 'value', bucket: 5 },
  { text: '.pud = (', kind: 'value', bucket: 4 },
  { text: '64 Linux', kind: 'kernel', bucket: 2 },
  { text: ':\t0x', hex: 16, kind: 'value', bucket: 6 },
  { text: ': 0x', hex: 16, kind: 'value', bucket: 6 },
  { text: ': bad', kind: 'value', bucket: 6 },
  { text: 'AS:', hex: 16, kind: 'value', bucket: 4 },
  { text: 'Bad page', kind: 'value', bucket: 1 },
  { text: 'Bad pte ', kind: 'value', bucket: 1 },
  { text: 'Bad swap', kind: 'value', bucket: 1 },
  { text: 'EFLAGS: ', hex: 8, kind: 'kernel', bucket: 4 },
  { text: 'GNU/Linu', kind: 'kernel', bucket: 0 },
  { text: 'Kernel\t|', kind: 'kernel', bucket: 5 },
  { text: 'Kernel  ', kind: 'kernel', bucket: 5 },
  { text: 'Kernel V', kind: 'kernel', bucket: 5 },
  { text: 'Kernel v', kind: 'kernel', bucket: 5 },
  { text: 'Kernel |', kind: 'kernel', bucket: 5 },
  { text: 'Kernel**', kind: 'kernel', bucket: 5 },
  { text: 'Kernel:', kind: 'kernel', bucket: 5 },
  { text: 'Kernel|', kind: 'kernel', bucket: 5 },
  { text: 'L1 entry', kind: 'value', bucket: 2 },
  { text: 'L1TF-vul', kind: 'value', bucket: 7 },
  { text: 'L1[0x', kind: 'value', bucket: 7 },
  { text: 'L2[0x', kind: 'value', bucket: 7 },
  { text: 'L3[0x', kind: 'value', bucket: 3 },
  { text: 'L4[0x', kind: 'value', bucket: 7 },
  { text: 'Linux ve', kind: 'value', bucket: 7 },
  { text: 'Not tain', kind: 'kernel', bucket: 7 },
  { text: 'OFFSET', kind: 'value', bucket: 4 },
  { text: 'P4D: ', hex: 1, kind: 'value', bucket: 3 },
  { text: 'PAGE DIR', kind: 'value', bucket: 1 },
  { text: 'PGD\n', kind: 'value', bucket: 0 },
  { text: 'PGD\r', kind: 'value', bucket: 1 },
  { text: 'PGD ', kind: 'value', bucket: 1 },
  { text: 'PGD: ', hex: 1, kind: 'value', bucket: 3 },
  { text: 'PHYSICAL', kind: 'value', bucket: 0 },
  { text: 'PMD: ', hex: 1, kind: 'value', bucket: 0 },
  { text: 'PML4 ', hex: 1, kind: 'value', bucket: 0 },
  { text: 'PML4: ', hex: 1, kind: 'value', bucket: 0 },
  { text: 'PML: ', hex: 1, kind: 'value', bucket: 0 },
  { text: 'PTE: ', hex: 1, kind: 'value', bucket: 3 },
  { text: 'PUD: ', hex: 1, kind: 'value', bucket: 0 },
  { text: 'RELEASE:', kind: 'kernel', bucket: 4 },
  { text: 'RFTE: ', hex: 1, kind: 'value', bucket: 3 },
  { text: 'RSTE: ', hex: 1, kind: 'value', bucket: 3 },
  { text: 'RTTE: ', hex: 1, kind: 'value', bucket: 3 },
  { text: 'Tainted:', kind: 'kernel', bucket: 7 },
  { text: 'Uname: L', kind: 'kernel', bucket: 6 },
  { text: 'ap entry', kind: 'value', bucket: 2 },
  { text: 'bad p4d', kind: 'value', bucket: 1 },
  { text: 'bad pgd', kind: 'value', bucket: 1 },
  { text: 'bad pmd', kind: 'value', bucket: 1 },
  { text: 'bad pte', kind: 'value', bucket: 1 },
  { text: 'bad pud', kind: 'value', bucket: 1 },
  { text: 'kernel":', kind: 'kernel', bucket: 5 },
  { text: 'last_pfn', kind: 'kernel', bucket: 1 },
  { text: 'lci.org/', kind: 'kernel', bucket: 1 },
  { text: 'node  ', kind: 'kernel', bucket: 5 },
  { text: 'node 1', kind: 'kernel', bucket: 5 },
  { text: 'node 2', kind: 'kernel', bucket: 5 },
  { text: 'omm: ', kind: 'kernel', bucket: 2 },
  { text: 'p file e', kind: 'value', bucket: 0 },
  { text: 'p offset', kind: 'value', bucket: 0 },
  { text: 'p4dp @ 0', kind: 'value', bucket: 3 },
  { text: 'pg=\n', kind: 'value', bucket: 5 },
  { text: 'pg=\r', kind: 'value', bucket: 5 },
  { text: 'pgd&#', kind: 'value', bucket: 5 },
  { text: 'pgd:', hex: 8, kind: 'value', bucket: 5 },
  { text: 'pgd=', kind: 'value', bucket: 5 },
  { text: 'pgdp @ 0', kind: 'value', bucket: 3 },
  { text: 'psize ', hex: 1, kind: 'value', bucket: 0 },
  { text: 'swap-spa', kind: 'value', bucket: 6 },
  { text: 'swap_cou', kind: 'value', bucket: 6 },
  { text: 'swap_dup', kind: 'value', bucket: 6 },
  { text: 'uname -', kind: 'kernel', bucket: 6 },
  { text: '{p4d = ', kind: 'value', bucket: 5 },
  { text: '{pgd = ', kind: 'value', bucket: 5 },
  { text: '{pmd = ', kind: 'value', bucket: 0 },
  { text: '{pte = ', kind: 'value', bucket: 5 },
  { text: '{pud = ', kind: 'value', bucket: 0 },
  { text: 'Bad\xc2', kind: 'value', bucket: 1 },
  { text: 'Not\xc2', kind: 'kernel', bucket: 1 },
  { text: 'PGD\xc2', kind: 'value', bucket: 1 },
  { text: 'bad\xc2', kind: 'value', bucket: 1 },
  { text: '*pde\xc2', kind: 'value', bucket: 1 },
  { text: '*pdpt\xc2', kind: 'value', bucket: 1 },
];
