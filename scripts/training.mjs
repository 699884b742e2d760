// The command lines that say what goes into the code cache of a bundle. More of them would make the cache larger, and
// reading it slower, for everyone: each command has its plainest use.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = 4096;

/** Entries of x86_64: a page, a write-protected one, a swap entry, one write-protected in swap, a marker. */
const ENTRIES = [
  0x8000000002bcb867n,
  0x8400000002bcbc25n,
  0x0fffffffffdb9600n,
  0x0fffffffffdb9604n,
  0xfffffffffffffc00n,
];

/** Words of /proc/PID/pagemap: a page, one of a file, one in swap, one write-protected. */
const PAGEMAP_WORDS = [
  0x8180000000002bcbn,
  0xa180000000002bccn,
  0x4000000000012341n,
  0x4200000000000000n,
  0n,
];

/** Words repeated until they fill a page. */
const pageOf = (words) =>
  Buffer.from(BigUint64Array.from({ length: PAGE / 8 }, (_, i) => words[i % words.length]).buffer);

/** A table whose first entry leads to the page with this number. */
const tableTo = (pfn) => pageOf([(BigInt(pfn) << 12n) | 0x67n, ...Array(PAGE / 8 - 1).fill(0n)]);

/** An ELF core of an x86_64 machine with four pages of memory: the tables of one address space, the top one first. */
function memoryImage() {
  const header = Buffer.alloc(PAGE);
  header.write('\x7fELF\x02\x01\x01', 'latin1');
  header.writeUInt16LE(4, 16);
  header.writeUInt16LE(62, 18);
  header.writeUInt32LE(1, 20);
  header.writeBigUInt64LE(64n, 32);
  header.writeUInt16LE(64, 52);
  header.writeUInt16LE(56, 54);
  header.writeUInt16LE(1, 56);
  // PT_LOAD: physical address 0, from the second page of the file on.
  header.writeUInt32LE(1, 64);
  for (const [at, value] of [
    [72, PAGE],
    [96, 4 * PAGE],
    [104, 4 * PAGE],
  ])
    header.writeBigUInt64LE(BigInt(value), at);
  return Buffer.concat([header, tableTo(1), tableTo(2), tableTo(3), pageOf(ENTRIES)]);
}

const LOG = `[    0.000000] Linux version 6.12.0 (x86_64-linux-gnu-gcc-12) #1 SMP
[    5.000000] BUG: Bad page map in process test  pte:8400000002bcbc25 pmd:0385a067
[    5.000001] PGD 3851067 P4D 3851067 PUD 3852067 PMD 385a067 PTE 8400000002bcbc25
[    5.000002] some other line
`;

/** A report of which nothing says the kernel. */
const REPORT = '[    5.0] BUG: Bad page map in process test  pte:8400000002bcbc25 pmd:0385a067\n';

/** The files that the command lines name. */
const FILES = {
  table: pageOf(ENTRIES),
  pagemap: pageOf(PAGEMAP_WORDS),
  memory: memoryImage(),
  log: LOG,
  report: REPORT,
};

/** Writes the files that the command lines name into a new folder. */
export function writeTrainingFiles(folder) {
  mkdirSync(folder);
  for (const [name, contents] of Object.entries(FILES)) writeFileSync(join(folder, name), contents);
}

const SPACE = ['--memory', 'memory', '--pgd', '0', '--paging', '4'];

/** Command lines by bundle; a word that is the name of a training file stands for that file. */
const TRAINING = {
  program: [['-k', '6.12', 'check', '0x4'], ['--nonsense']],
  help: [['--help'], ['--version']],
  decode: [['0x4'], ['0x8400000002bcbc25']],
  encode: [['swap', '--type', '1', '--offset', '0x1234', '--flag', 'uffd_wp']],
  apply: [['pte_mkuffd_wp', '0x8000000002bcb867']],
  rules: [[]],
  check: [['0x4'], ['--rule', '1,2,3,4', '0x4']],
  compare: [['0x4']],
  diff: [['0x8000000002bcb867', '0x8400000002bcbc25']],
  special: [['--candidate', '0x4'], []],
  log: [['log'], ['report']],
  audit: [['0x4', '0x8400000002bcbc25']],
  layout: [[]],
  host: [
    ['--need', 'uffd-wp'],
    ['--kernel', '6.12'],
  ],
  kernels: [[]],
  pagemap: [['pagemap'], ['--ranges', 'pagemap'], ['--pid', 'self']],
  'pagemap-diff': [
    ['pagemap', 'pagemap'],
    ['--fail-on', 'lost-uffd-wp', '--event', 'write', '--kind', 'anon', 'pagemap', 'pagemap'],
  ],
  'pagemap-chain': [['pagemap', 'pagemap']],
  'pagemap-check': [['--no', 'guard', '-k', '6.18', 'pagemap']],
  'pagemap-scan-compare': [],
  'pagemap-capture': [],
  image: [['memory']],
  walk: [
    [...SPACE, '0x1000'],
    [...SPACE, '0x4000'],
  ],
  scan: [SPACE, [...SPACE, '--ranges'], ['--table', 'table']],
  completion: [['bash']],
};

/** What the quick bundles are for: values of every usual kind, in the forms in which they are shown. */
const PLAIN = {
  decode: [
    ['0x4'],
    ['0x8000000002bcb867'],
    ['0x8400000002bcbc25'],
    ['0x0fffffffffdb9604'],
    ['0xfffffffffffffc00', '-k', '6.12'],
    ['--json', '0x4'],
    ['--json', '0x8400000002bcbc25'],
  ],
  check: [['0x4'], ['0x8400000002bcbc25']],
};

for (const [name, lines] of Object.entries(PLAIN)) TRAINING[`${name}-quick`] = lines;
for (const name of ['encode', 'apply', 'compare', 'diff', 'layout', 'special'])
  TRAINING[`${name}-quick`] = TRAINING[name];

/** The command lines for a bundle. @param folder where the training files are */
export function trainingFor(bundle, folder) {
  return (TRAINING[bundle] ?? []).map((words) =>
    words.map((word) => (Object.hasOwn(FILES, word) ? join(folder, word) : word)),
  );
}
