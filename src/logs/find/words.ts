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
 * The words that the finder looks for in all of a log: at least one for every row of the table of shapes but those
 * that go on with a walk. Each group is a bucket of the finder. They are grouped by trial (scripts/group-words.mjs),
 * so that few other pieces of ordinary text pass for one of them by the halves of their first four bytes: each piece
 * that does costs as much as 100 bytes.
 */
// prettier-ignore
const LOG_GROUPS: readonly (readonly LogWord[])[] = [
  [
    { text: 'p offset', kind: 'value' },
    { text: '{pmd = ', kind: 'value' },
    { text: '{pgd = ', kind: 'value' },
    { text: 'PGD\n', kind: 'value' },
    { text: 'PGD\r', kind: 'value' },
    { text: 'uname -r', kind: 'kernel' },
    { text: 'pgd=', hex: 8, kind: 'value' },
    { text: 'pgd=3D', hex: 8, kind: 'value' },
    { text: 'PGD: ', hex: 1, kind: 'value' },
    { text: 'pgd:', hex: 8, kind: 'value' },
    { text: 'Comm: ', kind: 'kernel' },
    { text: 'Uname: L', kind: 'kernel' },
  ],
  [
    { text: '{pud = ', kind: 'value' },
    { text: '.pud = (', kind: 'value' },
    { text: '  pte = ', kind: 'value' },
    { text: '  pmd = ', kind: 'value' },
    { text: '  pud = ', kind: 'value' },
    { text: '  p4d = ', kind: 'value' },
    { text: '  pgd = ', kind: 'value' },
    { text: 'PML: ', hex: 1, kind: 'value' },
  ],
  [
    { text: 'EFLAGS: ', hex: 8, kind: 'kernel' },
    { text: 'Kernel: ', kind: 'kernel' },
    { text: 'Kernel v', kind: 'kernel' },
    { text: 'Kernel V', kind: 'kernel' },
    { text: 'OFFSET', kind: 'value' },
    { text: 'PHYSICAL', kind: 'value' },
    { text: 'PML4: ', hex: 1, kind: 'value' },
    { text: 'PML4 ', hex: 1, kind: 'value' },
    { text: 'L3[0x', kind: 'value' },
    { text: 'L2[0x', kind: 'value' },
  ],
  [
    { text: 'p file e', kind: 'value' },
    { text: 'PGD ', kind: 'value' },
    { text: 'PAGE DIR', kind: 'value' },
    { text: 'AS:', hex: 16, kind: 'value' },
  ],
  [
    { text: 'PMD: ', hex: 1, kind: 'value' },
    { text: 'GNU/Linu', kind: 'kernel' },
    { text: 'PTE: ', hex: 1, kind: 'value' },
    { text: 'P4D: ', hex: 1, kind: 'value' },
    { text: 'PUD: ', hex: 1, kind: 'value' },
    { text: 'RFTE: ', hex: 1, kind: 'value' },
    { text: 'RSTE: ', hex: 1, kind: 'value' },
    { text: 'RTTE: ', hex: 1, kind: 'value' },
    { text: ' STE: ', hex: 1, kind: 'value' },
    { text: 'RELEASE:', kind: 'kernel' },
  ],
  [
    { text: '{pte = ', kind: 'value' },
    { text: '.pte = (', kind: 'value' },
    { text: '.pmd = (', kind: 'value' },
    { text: '.pgd = (', kind: 'value' },
    { text: 'Linux ve', kind: 'value' },
    { text: 'Not tain', kind: 'kernel' },
    { text: 'L4[0x', kind: 'value' },
    { text: 'L1[0x', kind: 'value' },
  ],
  [
    { text: 'ap entry', kind: 'value' },
    { text: '.p4d = (', kind: 'value' },
    { text: 'Bad page', kind: 'value' },
    { text: 'Bad pte ', kind: 'value' },
    { text: 'Bad swap', kind: 'value' },
    { text: 'Tainted:', kind: 'kernel' },
    { text: 'bad pmd', kind: 'value' },
    { text: 'bad pud', kind: 'value' },
    { text: 'bad p4d', kind: 'value' },
    { text: 'bad pgd', kind: 'value' },
    { text: 'bad pte', kind: 'value' },
    { text: '*pde = ', hex: 8, kind: 'value' },
    { text: '*pde =3D', kind: 'value' },
    { text: '*pde = m', kind: 'value' },
    { text: '*pdpt = ', hex: 8, kind: 'value' },
    { text: '*pdpt =3', kind: 'value' },
  ],
  [
    { text: '{p4d = ', kind: 'value' },
    { text: ': bad', kind: 'value' },
    { text: '64 Linux', kind: 'kernel' },
    { text: ': 0x', hex: 16, kind: 'value' },
    { text: ':\t0x', hex: 16, kind: 'value' },
  ],
];

/**
 * The words of lines that only count near values, which are searched there alone: at least one for every row of the table
 * of circumstances, and for the shapes that go on with a walk. Grouped as those above.
 */
// prettier-ignore
const NEAR_GROUPS: readonly (readonly Omit<LogWord, 'kind'>[])[] = [
  [
    { text: 'nel BUG ' },
    { text: 'addr:', hex: 8 },
    { text: 'bit PAE' },
    { text: '__arm64_' },
    { text: ' mapcoun' },
    { text: ' GPRS: ', hex: 16 },
    { text: 'PF: ' },
    { text: 'NIP [', hex: 8 },
    { text: ' PSW : ', hex: 8 },
    { text: 'VM: kill' },
  ],
  [
    { text: 'page:', hex: 8 },
    { text: 'ption co' },
    { text: 'pmd=', hex: 8 },
    { text: 'pmd=3D', hex: 8 },
    { text: 'MMU=' },
    { text: 'ppte=', hex: 8 },
    { text: 'ppte=3D', hex: 8 },
    { text: 'unwind_b' },
    { text: 'Faulting' },
    { text: 'Failing ' },
    { text: 'pte=3D', hex: 8 },
    { text: 'DAC: ', hex: 8 },
    { text: 'MACHINE:' },
    { text: 'pte=', hex: 8 },
  ],
  [
    { text: 'nable to' },
    { text: '[<8', hex: 7 },
    { text: '[<c', hex: 7 },
    { text: 'nhandled' },
    { text: 'badaddr:' },
    { text: 'BadVA' },
    { text: '[<ffffff', hex: 2 },
    { text: 'last sys' },
    { text: 'IAOQ' },
  ],
  [
    { text: '*pte = ', hex: 8 },
    { text: '*pte =3D' },
    { text: '*pte = m' },
    { text: '*pme = ', hex: 8 },
    { text: '*pde = ', hex: 16 },
    { text: ') from [' },
    { text: 'Internal' },
    { text: 'C is at ' },
    { text: 'Call Tra' },
    { text: 'Call tra' },
    { text: '([<', hex: 16 },
    { text: 'Corrupte' },
    { text: 'NIP: ' },
    { text: 'CR2: ', hex: 8 },
    { text: 'GPR00: ', hex: 8 },
    { text: 'Hardware' },
  ],
  [
    { text: 'cut here' },
    { text: 'epc : ' },
    { text: 'epc   : ' },
    { text: 'epc == ', hex: 8 },
    { text: 'era == ', hex: 8 },
    { text: 'PRMD: ', hex: 8 },
    { text: 'CRMD: ', hex: 8 },
    { text: 'm_ops->f' },
    { text: 'PUD ', hex: 1 },
    { text: 'gp = fff', hex: 8 },
    { text: 'PMD ', hex: 1 },
    { text: 'PTE ', hex: 1 },
    { text: 'f_op->mm' },
  ],
  [
    { text: 'TSTATE: ' },
    { text: 'pstate: ' },
    { text: 'psr: ', hex: 8 },
    { text: 'Stack : ', hex: 8 },
    { text: '#0 [', hex: 16 },
    { text: '#1 [', hex: 16 },
    { text: '#0  0x', hex: 8 },
    { text: '#1  0x', hex: 8 },
    { text: 'pgtable:' },
    { text: 'ESR = 0x', hex: 1 },
    { text: 'ESR =3D ' },
    { text: 'FSC = 0x', hex: 2 },
    { text: 'FSC =3D ' },
    { text: 'pgd = ', hex: 8 },
    { text: 'pgd = (p' },
    { text: 'pgd =3D ' },
    { text: 'ESTAT: ', hex: 8 },
    { text: 'ps = ', hex: 4 },
    { text: 'tsk->' },
    { text: 'pc : ' },
    { text: 'space mo' },
    { text: 'P4D ', hex: 1 },
    { text: 'ESP: ', hex: 8 },
    { text: 'p4d=3D', hex: 8 },
    { text: 'p4d:', hex: 8 },
    { text: 'p4d=', hex: 8 },
  ],
  [
    { text: 'R is at ' },
    { text: 'P is at ' },
    { text: 'pud:', hex: 8 },
    { text: 'refcount' },
    { text: '] [c0', hex: 6 },
    { text: 'readpage' },
    { text: 'x29: ', hex: 16 },
    { text: 'r10: ', hex: 8 },
    { text: 'Vector: ', hex: 1 },
    { text: 'PrId ' },
    { text: 'RAX: ', hex: 16 },
    { text: 'pud=3D', hex: 8 },
    { text: 'MSR: ' },
    { text: 'pud=', hex: 8 },
    { text: 'Flags: ' },
  ],
  [
    { text: ' R3:', hex: 16 },
    { text: ' bsp=', hex: 16 },
    { text: ' operand' },
    { text: 'ng eip:' },
    { text: 'deref?' },
    { text: 'IP: ' },
    { text: '__s390x_' },
    { text: ' P:00', hex: 8 },
    { text: 'ifs : ', hex: 8 },
    { text: ' S:00', hex: 8 },
    { text: 'Oops: ', hex: 4 },
    { text: 'NULL poi' },
    { text: ' gp : ', hex: 8 },
    { text: 'NPC: ', hex: 8 },
  ],
];

/** The groups of words that count anywhere, and of those that count near values: one for each bucket of the finder. */
export const WORD_GROUPS = { all: LOG_GROUPS, near: NEAR_GROUPS } as const;

/** The words of all groups. */
export const LOG_WORDS: readonly LogWord[] = LOG_GROUPS.flat();
export const NEAR_WORDS: readonly Omit<LogWord, 'kind'>[] = NEAR_GROUPS.flat();
