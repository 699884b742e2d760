import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runOnDisk, type Surroundings } from './helpers/fake-io.ts';
import { plainWords } from './helpers/installed.ts';

// What a terminal of 80 and of 160 columns shows, without colours: test/screens/NAME.WIDTH.txt. A new screen is a row
// here; UPDATE_SCREENS=1 writes the files, and a person looks at each of them before it is committed.

/** A command and what its screen is called. */
interface Screen {
  readonly name: string;
  readonly command: string;
  /** What it finds around it besides the terminal. */
  readonly around?: Surroundings;
  /** Something is wrong in it, and red. */
  readonly isRed?: true;
}

const KERNEL = 'test/fixtures/realkernel/6.12.117+deb12-amd64';
/** An oops at a PTE marker. */
const OOPS = readFileSync(`${KERNEL}/console.log`, 'utf8').split('\n').slice(439, 446).join('\n');

// Values: pages, swap entries and markers of real kernels (test/fixtures/realkernel), the special pte of the patch.
const SCREENS: readonly Screen[] = [
  { name: 'special-pte', command: 'pte-decode 0x4' },
  { name: 'page', command: 'pte-decode 0x8400000002bcbc25 -k 6.12' },
  { name: 'explain-page', command: 'pte-decode --explain 0x8400000002bcbc25 -k 6.12' },
  { name: 'explain-marker', command: 'pte-decode --explain 0xfffffffffffffc00 -k 6.12' },
  { name: 'explain-arm64', command: 'pte-decode --explain 0x00e8000043fdff43 --arch arm64 -k 6.12' },
  { name: 'explain-sources', command: 'pte-decode --sources 0x80000000046008e7 -l pmd -k 6.12' },
  { name: 'check', command: 'pte-decode check 0x4 0x60' },
  { name: 'rules', command: 'pte-decode rules' },
  { name: 'compare', command: 'pte-decode compare 0xf7fffffffffffc00' },
  { name: 'diff', command: 'pte-decode diff 0x8000000002bcb867 0x8400000002bcbc25 -k 6.12' },
  { name: 'layout', command: 'pte-decode layout --form swap -k 6.12' },
  { name: 'layout-sources', command: 'pte-decode layout --form table -l pmd --sources' },
  { name: 'special', command: 'pte-decode special' },
  {
    name: 'special-candidate',
    command: 'pte-decode special --candidate 0xf7fffffffffffc04 -k 6.12',
    isRed: true,
  },
  { name: 'special-designs', command: 'pte-decode special --designs -k 6.12' },
  { name: 'encode', command: 'pte-decode encode swap --type 1 --offset 0x1234 --flag uffd_wp' },
  { name: 'apply', command: 'pte-decode apply pte_mkuffd_wp 0x8000000002bcb867' },
  { name: 'host', command: 'pte-decode host -k debian-6.12' },
  { name: 'kernels', command: 'pte-decode kernels' },
  { name: 'kernels-symbols', command: 'pte-decode kernels --symbols' },
  {
    name: 'audit',
    command: 'pte-decode audit -k debian-6.12 -k debian-7.3 0x4 0x80000000029eac67',
    isRed: true,
  },
  // Lines of things: an oops, a dump of pagemap, a table of a real kernel.
  { name: 'log', command: 'pte-decode log --only', around: { stdin: OOPS } },
  { name: 'line', command: 'pte-decode -F line 0x4 0x8400000002bcbc25 -k 6.12' },
  {
    name: 'pagemap-ranges',
    command: `pte-decode pagemap --ranges -k 6.12 ${KERNEL}/pagemap/uffdwp_anon.bin`,
  },
  {
    name: 'pagemap-diff',
    command: `pte-decode pagemap diff ${KERNEL}/pagemap/uffdwp_anon.bin ${KERNEL}/pagemap/uffdwp_anon_swapped.bin`,
  },
  {
    name: 'scan-ranges',
    command: `pte-decode scan --table ${KERNEL}/ptpage-mixed.bin -k 6.12 --ranges -w swap_like`,
    isRed: true,
  },
];

/** What stands on the screen, and the lines that are no messages. */
async function screenOf(
  { command, around }: Screen,
  columns: number,
  env: Readonly<Record<string, string>> = { NO_COLOR: '1' },
): Promise<{ readonly text: string; readonly lines: readonly string[] }> {
  const { stdout, stderr } = await runOnDisk(plainWords(command) ?? [], {
    stdoutIsTTY: true,
    columns,
    ...around,
    env: { ...env, ...around?.env },
  });
  return { text: `$ ${command}\n${stdout}${stderr}`, lines: stdout.split('\n') };
}

describe.each([80, 160])('a terminal of %d columns', (columns) => {
  test.each(SCREENS)('$name', async (screen) => {
    const path = fileURLToPath(new URL(`screens/${screen.name}.${columns}.txt`, import.meta.url));
    const { text, lines } = await screenOf(screen, columns);
    if (process.env['UPDATE_SCREENS'] === '1') writeFileSync(path, text);
    expect(text).toBe(existsSync(path) ? readFileSync(path, 'utf8') : '');
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
  });
});

test.each([1, 20, 40])('no command stumbles over a terminal of %d columns', async (columns) => {
  for (const screen of SCREENS) {
    const { lines } = await screenOf(screen, columns);
    expect(lines.length).toBeLessThan(4000);
    expect(lines.join('')).not.toBe('');
  }
});

test('red is for what is wrong', async () => {
  const red: string[] = [];
  for (const screen of SCREENS) {
    const { text } = await screenOf(screen, 80, { FORCE_COLOR: '1' });
    if (/\x1b\[[39]1m/.test(text)) red.push(screen.name);
  }
  expect(red).toEqual(SCREENS.filter(({ isRed }) => isRed).map(({ name }) => name));
});
