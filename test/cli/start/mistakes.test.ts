import { expect, test } from '@jest/globals';
import { runCli } from '../../helpers/fake-io.ts';

test.each([
  { argv: ['--kernal', '6.1', '0x4'], said: 'unknown option --kernal: did you mean --kernel?' },
  { argv: ['--jsn', '0x4'], said: 'unknown option --jsn: did you mean --json?' },
  { argv: ['0x4', '-o', 'json'], said: 'unknown option -o: did you mean --format json?' },
  { argv: ['0x4', '-o', 'x'], said: 'unknown option -o: did you mean --format?' },
  { argv: ['0x4', '-K', '6.12'], said: 'unknown option -K: did you mean -k?' },
  { argv: ['0x4', '-v'], said: 'unknown option -v: did you mean --explain?' },
  { argv: ['pagemap', '--vma', 'x'], said: 'unknown option --vma: did you mean --mapping?' },
  { argv: ['--verison'], said: 'unknown option --verison: did you mean --version?' },
  { argv: ['log', '--hepl'], said: 'unknown option --hepl: did you mean --help?' },
  { argv: ['0x4', '-z'], said: 'unknown option -z: -h lists those there are' },
  { argv: ['--nonsense=1'], said: 'unknown option --nonsense: -h lists those there are' },
  {
    argv: ['encode', 'swap', '--uffd-wp'],
    said: 'unknown option --uffd-wp: -h lists those there are; a flag is set by --flag NAME',
  },
  { argv: ['0x4', '--json=1'], said: '--json takes no value' },
  { argv: ['0x4', '-k'], said: '-k: NAME is missing' },
  { argv: ['0x4', '--kernel', '--json'], said: '--kernel: NAME is missing: "--json" is an option' },
  // Intel SDM volume 3 chapter 4; v6.12 Documentation/arch/x86/x86_64/5level-paging.rst.
  { argv: ['--level', 'PML4', '0x4'], said: '--level "PML4": here it is pgd (p4d with 5 levels)' },
  { argv: ['--level', 'pdpte', '0x4'], said: '--level "pdpte": here it is pud' },
  { argv: ['--level', 'pde', '0x4'], said: '--level "pde": here it is pmd' },
  { argv: ['--level', 'ptee', '0x4'], said: '--level "ptee": did you mean pte?' },
  { argv: ['-l', '9', '0x4'], said: '-l "9": wanted pgd, p4d, pud, pmd, pte' },
  { argv: ['-F', 'jsn', '0x4'], said: '-F "jsn": did you mean json?' },
  { argv: ['--format=xml', '0x4'], said: '--format "xml": wanted long, line, json, csv, tsv' },
  { argv: ['diff', '0x4'], said: 'diff: B is missing: pte-decode diff A B' },
  { argv: ['diff', '0x4', '0x5', '0x6'], said: 'diff: "0x6" is one argument too many: pte-decode diff A B' },
  { argv: ['special', 'x'], said: 'special: "x" is one argument too many: pte-decode special' },
  { argv: ['special', '-1'], said: 'special: "-1" is one argument too many: pte-decode special' },
  // Each is a question or a part of one: the last would be all of the answer.
  {
    argv: ['check', '--where', 'present', '-w', 'uffd_wp', '0x4'],
    said: '-w "uffd_wp": --where "present" was given before, and one alone counts: && joins conditions',
  },
  {
    argv: ['check', '--is', 'swap', '--is', 'none', '0x4'],
    said: '--is "none": --is "swap" was given before, and one alone counts',
  },
  {
    argv: ['scan', 'x', '-R', '0-1', '--range=2-3'],
    said: '--range "2-3": --range "0-1" was given before, and one alone counts',
  },
  {
    argv: ['pagemap', '--maps', 'a', '--maps', 'b', 'x'],
    said: '--maps "b": --maps "a" was given before, and one alone counts',
  },
  {
    argv: ['walk', 'x', '--pgd', '0x1', '--pgd', '0x2', '0x0'],
    said: '--pgd "0x2": --pgd "0x1" was given before, and one alone counts',
  },
  // A question asked of a kernel that is never looked at would pass.
  {
    argv: ['check', '-q', '-k', '6.12', '--kernel', '6.1', '--is', 'pte-marker', '0xf7fffffffffffc00'],
    said: '--kernel "6.1": --kernel "6.12" was given before, and one alone counts: audit and compare alone take several',
  },
  {
    argv: ['host', '-k', '6.12', '-k', '6.1', '--need', 'poison'],
    said: '-k "6.1": --kernel "6.12" was given before, and one alone counts: audit and compare alone take several',
  },
  {
    argv: ['-l', 'PMD', '-l', 'pmd', '--paging', '4', '--paging=5', '0x67'],
    said: '--paging "5": --paging "4" was given before, and one alone counts',
  },
  {
    argv: ['pagemap', 'check', '--vma', 'x', '--mapping', 'y', '--arch', 'x86', '--arch', 'arm64', 'z'],
    said: '--arch "arm64": --arch "x86" was given before, and one alone counts',
  },
  { argv: ['0x4', '--json', '-F', 'csv'], said: '--json and --format csv: one or the other' },
  { argv: ['check', '--format=ktap', '-j', '0x4'], said: '--json and --format ktap: one or the other' },
  // A mistake in a value counts, also in one that a later one overrides.
  { argv: ['-F', 'xml', '-F', 'json', '0x4'], said: '-F "xml": wanted long, line, json, csv, tsv' },
])('$argv', async ({ argv, said }) => {
  expect(await runCli(argv)).toEqual({ code: 2, stdout: '', stderr: `pte-decode: ${said}\n`, open: 0 });
});

// Neither is lost where both say the same.
test.each([
  { argv: ['--arch', 'arm64', '--arch', 'aarch64', '-k', '6.12', '0x4'] },
  { argv: ['-k', '6.12', '--kernel', 'v6.12', '0x4'] },
  { argv: ['--paging', '4', '--paging=0x4', '0x4'] },
  { argv: ['--phys-mask', '0xFFFF000', '--phys-mask', '0xffff000', '0x4'] },
  { argv: ['--level', 'PTE', '-l', 'pte', '0x4'] },
])('one value in two spellings: $argv', async ({ argv }) => {
  expect(await runCli(argv)).toMatchObject({ code: 0, stderr: '' });
});

test.each([
  { argv: ['-k', '6.1.0-28-amd64', '-k', '6.1.0', '0x4'] },
  { argv: ['--where', 'rw', '--where', 'RW', '0x4'] },
  { argv: ['pagemap', 'x', '--maps', '1', '--maps', '01'] },
])('two values that look alike: $argv', async ({ argv }) => {
  expect((await runCli(argv)).stderr).toMatch(/was given before, and one alone counts/);
});
