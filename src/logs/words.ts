/** What a word says of its line: it may hold values, or the name of a kernel. */
export type WordKind = 'value' | 'kernel';

/** A piece of text that stands in every line of some kind; lines without any of them are never looked at. */
export interface LogWord {
  /** 3 to 8 characters of ASCII; with digits 4 at least. */
  readonly text: string;
  /** How many lower-case hexadecimal digits must follow at once; absent: none. */
  readonly hex?: number;
  readonly kind: WordKind;
}

/**
 * The words that the finder looks for in all of a log: at least one for every row of the table of shapes but those that
 * go on with a walk. Neighbours share a bucket of the finder, so like stands by like.
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
  { text: 'swap fil', kind: 'value' },
  { text: 'swap off', kind: 'value' },
  { text: 'swap ent', kind: 'value' },
  { text: '*pde = ', hex: 8, kind: 'value' },
  { text: '*pdpt = ', hex: 8, kind: 'value' },
  { text: ':\t0x', hex: 16, kind: 'value' },
  { text: ': 0x', hex: 16, kind: 'value' },
  { text: 'AS:', hex: 16, kind: 'value' },
  { text: 'OFFSET', kind: 'value' },
  { text: 'Bad page', kind: 'value' },
  { text: 'Linux ve', kind: 'value' },
  { text: 'GNU/Linu', kind: 'kernel' },
  { text: 'Kernel: ', kind: 'kernel' },
  { text: 'RELEASE:', kind: 'kernel' },
  { text: 'Bad pte ', kind: 'value' },
  { text: 'Not tain', kind: 'kernel' },
  { text: 'Tainted:', kind: 'kernel' },
  { text: 'PAGE DIR', kind: 'value' },
  { text: 'EFLAGS: ', hex: 8, kind: 'kernel' },
];

/**
 * The words of lines that only count near values, which are searched there alone: at least one for every row of the table
 * of circumstances, and for the shapes that go on with a walk.
 */
// prettier-ignore
export const NEAR_WORDS: readonly Omit<LogWord, 'kind'>[] = [
  { text: 'pgtable:' },
  { text: 'refcount' },
  { text: 'page:', hex: 8 },
  { text: 'addr:', hex: 8 },
  { text: '#PF: ' },
  { text: 'ESR = 0x', hex: 1 },
  { text: 'NULL poi' },
  { text: 'Oops: ', hex: 4 },
  { text: 'MACHINE:' },
  { text: 'nable to' },
  { text: 'Corrupte' },
  { text: 'Call tra' },
  { text: 'Call Tra' },
  { text: 'P4D ', hex: 1 },
  { text: 'PUD ', hex: 1 },
  { text: 'PMD ', hex: 1 },
  { text: 'PTE ', hex: 1 },
  { text: 'p4d=', hex: 8 },
  { text: 'pud=', hex: 8 },
  { text: 'pmd=', hex: 8 },
  { text: 'pte=', hex: 8 },
  { text: '*pte = ', hex: 8 },
  { text: '*pde = ', hex: 16 },
  { text: ' R3:', hex: 16 },
  { text: ' S:00', hex: 8 },
  { text: ' P:00', hex: 8 },
  { text: 'RIP: ' },
  { text: 'CR2: ', hex: 8 },
  { text: 'EIP: ' },
  { text: 'ng eip:' },
  { text: 'bit PAE' },
  { text: '[<ffffff', hex: 2 },
  { text: '[<c', hex: 7 },
  { text: '[<8', hex: 7 },
  { text: ') from [' },
  { text: 'pstate: ' },
  { text: 'pc : ' },
  { text: 'epc : ' },
  { text: 'epc   : ' },
  { text: 'epc == ', hex: 8 },
  { text: 'era == ', hex: 8 },
  { text: 'ESTAT: ', hex: 8 },
  { text: 'PRMD: ', hex: 8 },
  { text: 'badaddr:' },
  { text: 'nhandled' },
  { text: 'Hardware' },
  { text: 'Failing ' },
  { text: ' PSW : ', hex: 8 },
  { text: 'ption co' },
  { text: 'space mo' },
  { text: 'MMU=' },
  { text: 'Vector: ', hex: 1 },
  { text: 'Faulting' },
  { text: 'NIP: ' },
  { text: 'NIP [', hex: 8 },
  { text: 'MSR: ' },
  { text: 'Internal' },
  { text: 'ppte=', hex: 8 },
  { text: 'psr: ', hex: 8 },
  { text: 'C is at ' },
  { text: 'R is at ' },
  { text: 'DAC: ', hex: 8 },
  { text: 'cut here' },
  { text: 'unwind_b' },
  { text: 'Flags: ' },
  { text: 'BadVA' },
  { text: 'PrId ' },
  { text: 'TSTATE: ' },
  { text: 'tsk->' },
  { text: 'IAOQ' },
  { text: 'deref?' },
  { text: 'ps = ', hex: 4 },
  { text: 'ifs : ', hex: 8 },
  { text: ' mapcoun' },
];
