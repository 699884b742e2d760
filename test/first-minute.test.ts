import { describe, expect, test } from '@jest/globals';
import { runCli } from './helpers/fake-io.ts';

/** What a newcomer types, and what must come: a piece of what is written, and the exit status. */
interface Attempt {
  readonly words: readonly string[];
  readonly stdin?: string;
  readonly out?: RegExp;
  readonly err?: RegExp;
  readonly status: number;
}

const LINE = ['-F', 'line', '--no-heading', '-k', '6.12'];
const SPECIAL = /^0x0000000000000004 swap /;

// prettier-ignore
const ATTEMPTS: readonly Attempt[] = [
  // Values as they are copied out of logs, C, drgn and scripts.
  { words: ['0x4', ...LINE], out: SPECIAL, status: 0 },
  { words: ['0X4', ...LINE], out: SPECIAL, status: 0 },
  { words: ['0000000000000004', ...LINE], out: SPECIAL, status: 0 },
  { words: ['8400000002bcbc25', ...LINE], out: /^0x8400000002bcbc25 present /, status: 0 },
  { words: ['8400000002BCBC25', ...LINE], out: /^0x8400000002bcbc25 present /, status: 0 },
  { words: ['ff04', ...LINE], out: /^0x000000000000ff04 /, status: 0 },
  { words: ['bad', ...LINE], out: /^0x0000000000000bad /, status: 0 },
  { words: ['0x4U', ...LINE], out: SPECIAL, status: 0 },
  { words: ['0x4L', ...LINE], out: SPECIAL, status: 0 },
  { words: ['0x4UL', ...LINE], out: SPECIAL, status: 0 },
  { words: ['0x4ull', ...LINE], out: SPECIAL, status: 0 },
  { words: ['0x4LLU', ...LINE], out: SPECIAL, status: 0 },
  { words: ['(pteval_t)0x4', ...LINE], out: SPECIAL, status: 0 },
  { words: ['(unsigned long)0x4UL', ...LINE], out: SPECIAL, status: 0 },
  { words: ['18446744073709550596', ...LINE], out: /^0xfffffffffffffc04 /, status: 0 },
  { words: ['18446744073709550596UL', ...LINE], out: /^0xfffffffffffffc04 /, status: 0 },
  { words: ['99999999999999999999', ...LINE], err: /more than the 64 bits/, status: 2 },
  { words: ['12', ...LINE], err: /write 0x… for hexadecimal, or give --decimal/, status: 2 },
  { words: ['4UL', ...LINE], err: /argument 1: "4UL"/, status: 2 },
  { words: ['--decimal', '12', ...LINE], out: /^0x000000000000000c /, status: 0 },
  { words: ['-4', ...LINE], err: /a minus sign: entries are unsigned/, status: 2 },
  { words: ['0x', ...LINE], err: /no digit after 0x/, status: 2 },
  { words: ['0x123456789abcdef01', ...LINE], err: /more than the 64 bits/, status: 2 },
  // A short word in free text stays a word.
  { words: LINE, stdin: 'bad 0x4\n', out: SPECIAL, err: /"bad": 3 digits without prefix/, status: 2 },
  // What is no value.
  { words: ['layuot'], err: /no command "layuot": did you mean layout\?/, status: 2 },
  { words: ['chekc', '0x4', ...LINE], out: SPECIAL, err: /no command "chekc": did you mean check\?/, status: 2 },
  { words: ['0x4', 'check', ...LINE], out: SPECIAL, err: /"check" is a command: it stands first/, status: 2 },
  { words: ['hlep'], err: /no command "hlep": did you mean help\?/, status: 2 },
  { words: ['xyzzy'], err: /no command "xyzzy": pte-decode --help lists them/, status: 2 },
  { words: ['package.json'], err: /"package\.json" is a file: -f FILE for values, pte-decode log FILE for a log/, status: 2 },
  { words: ['./README.md'], err: /is a file: /, status: 2 },
  { words: ['help'], out: /^Usage: pte-decode \[options\] \[command\]/, status: 0 },
  { words: ['help', 'log'], out: /^Usage: pte-decode log /, status: 0 },
  { words: ['help', 'pagemap', 'diff'], out: /^Usage: pte-decode pagemap diff /, status: 0 },
  { words: ['--help'], out: /^Usage: pte-decode /, status: 0 },
  { words: ['-h'], out: /^Usage: pte-decode /, status: 0 },
  { words: ['-V'], out: /^[0-9]+\.[0-9]+\.[0-9]+/, status: 0 },
  { words: ['--version'], out: /^[0-9]+\.[0-9]+\.[0-9]+/, status: 0 },
  { words: ['explain', '0x4'], out: /rule 4 {3}holds/, status: 0 },
  { words: ['decode', '0x4', ...LINE], out: SPECIAL, status: 0 },
  { words: ['layout', 'riscv64'], out: /_PAGE_PRESENT/, status: 0 },
  { words: ['layout', 'aarch64'], out: /PTE_VALID/, status: 0 },
  { words: ['layout', 'vax'], err: /architecture "vax": known are /, status: 2 },
  // Architectures by the names of others.
  { words: ['0x67', '--arch', 'aarch64', '--json'], out: /"arch":"arm64"/, status: 0 },
  { words: ['0x67', '--arch', 'ppc64le', '--json'], out: /"arch":"powerpc64"/, status: 0 },
  { words: ['0x67', '--arch', 'amd64', '--json'], out: /"arch":"x86_64"/, status: 0 },
  { words: ['0x67', '--arch', 'x86-64', '--json'], out: /"arch":"x86_64"/, status: 0 },
  { words: ['0x67', '--arch', 'i686', '--json'], out: /"arch":"i386"/, status: 0 },
  // Kernels.
  { words: ['-k', '', '0x4'], err: /kernel "": wanted /, status: 2 },
  { words: ['-k', '5.99', '0x4'], err: /there is no such release: the last of 5\.x is 5\.19/, status: 2 },
  { words: ['-k', '6.99', '0x4'], err: /there is no such release: the last of 6\.x is 6\.19/, status: 2 },
  { words: ['-k', '8.0', '0x4'], err: /a release from 4\.14 to /, status: 2 },
  { words: ['-k', 'v6.12', '0x4', '-F', 'line', '--no-heading'], out: SPECIAL, status: 0 },
  { words: ['0x4'], out: /assumed: Linux 5\.11\.4 with the uffd-wp special pte/, status: 0 },
  { words: ['0x4', '-k', '6.12'], out: /^0x0{15}4 {2}swap {2}uffd-wp +Linux 6\.12, x86_64$/m, status: 0 },
  // Inputs that are something else.
  { words: [], stdin: '[   12.345678] BUG: Bad page map in process x  pte:8400000002bcbc25 pmd:0385a067\n', err: /^pte-decode: <stdin>:1:1: looks like a kernel log: pte-decode log reads it with its levels\n$/, status: 2 },
  { words: [], stdin: 'PGD 3851067 P4D 3851067 PUD 3852067 PMD 385a067 PTE 8400000002bcbc25\nRIP: 0010:x\n', err: /looks like a kernel log/, status: 2 },
  { words: [], stdin: 'VIRTUAL     PHYSICAL\nPTE: 40a8000 => 8400000002bcbc25\n', err: /looks like a kernel log/, status: 2 },
  { words: [], stdin: '\0\0\0\0\x01\0\0\x81', err: /binary data where text was wanted: pte-decode pagemap - reads a pagemap dump/, status: 2 },
];

describe('what a newcomer types', () => {
  test.each(ATTEMPTS.map((attempt) => ({ name: attempt.words.join(' ') || attempt.stdin, ...attempt })))(
    '$name',
    async ({ words, stdin = '', out, err, status }) => {
      const done = await runCli(words, { stdin, onDisk: true });
      if (out) expect(done.stdout).toMatch(out);
      if (err) expect(done.stderr).toMatch(err);
      else expect(done.stderr).toBe('');
      expect(done.code).toBe(status);
    },
  );

  test('a log is told of once, not for each line', async () => {
    const line = '[   12.345678] PGD 3851067 P4D 3851067 PUD 3852067 PMD 385a067 PTE 8400000002bcbc25\n';
    const { stderr, code } = await runCli(['-k', '6.12'], { stdin: line.repeat(40) });
    expect(stderr.match(/looks like a kernel log/g)).toHaveLength(1);
    expect(code).toBe(2);
  });
});
