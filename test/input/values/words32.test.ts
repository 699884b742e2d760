import { describe, expect, test } from '@jest/globals';
import { parseValue } from '../../../src/input/values/value.ts';
import { parseLine } from '../../../src/input/values/value-line.ts';
import { runCli } from '../../helpers/fake-io.ts';

const BITS = { bits: 32 };

describe('a value of 32 bits', () => {
  test.each([
    ['0x2fe1c811', 0x2fe1_c811n],
    ['0x000000002fe1c811', 0x2fe1_c811n],
    ['2fe1c811', 0x2fe1_c811n],
    ['0x2fe1_c811', 0x2fe1_c811n],
    ['0b1_0000', 0x10n],
    ['0xffffffff', 0xffff_ffffn],
  ])('%s', (text, value) => {
    expect(parseValue(text, BITS)).toBe(value);
  });

  test.each([
    ['0x100000000', '"0x100000000": 33 bits, more than the 32 bits of an entry'],
    ['0x2b7b83102b7b831', '"0x2b7b83102b7b831": 58 bits, more than the 32 bits of an entry'],
    ['000000002fe1c811', '"000000002fe1c811": 16 digits without prefix: an entry has exactly 8'],
    [
      '2fe1c8',
      '"2fe1c8": 6 digits without prefix, where exactly 8 are wanted: write 0x… for a shorter hexadecimal value',
    ],
  ])('%s is refused', (text, message) => {
    expect(() => parseValue(text, BITS)).toThrow(message);
  });
});

/** Lines as the tools print them: xxd of vim 9.0, od of coreutils 9.1, gdb 13, QEMU 9.0, crash 8.0. */
describe.each([
  { shape: 'xxd', line: '00000000: 2fe1c811 0000d404 00000000 2fe1c8df  .../...../...../' },
  { shape: 'od-tx4', line: '000000 2fe1c811 0000d404 00000000 2fe1c8df' },
  { shape: 'od-tx4', line: '0000020 2fe1c811 0000d404 00000000 2fe1c8df' },
  { shape: 'gdb-x', line: '0xc04a5000:\t0x2fe1c811\t0x0000d404\t0x00000000\t0x2fe1c8df' },
  { shape: 'qemu-xp', line: '0000000000001000: 0x2fe1c811 0x0000d404 0x00000000 0x2fe1c8df' },
  { shape: 'crash-rd', line: 'c04a5000:  2fe1c811 0000d404 00000000 2fe1c8df   .../.......D.../' },
  { shape: 'list', line: '2fe1c811 0000d404 00000000 2fe1c8df' },
])('$shape of 32-bit words', ({ shape, line }) => {
  test(line, () => {
    const parsed = parseLine(line, BITS);
    expect([parsed.shape, parsed.errors]).toEqual([shape, []]);
    expect(parsed.values.map(({ value }) => value)).toEqual([0x2fe1_c811n, 0xd404n, 0n, 0x2fe1_c8dfn]);
  });
});

test('a dump cut inside a word', () => {
  const parsed = parseLine('00000060: 36353433     3332                    345623', BITS);
  expect(parsed.values.map(({ value }) => value)).toEqual([0x3635_3433n]);
  expect(parsed.errors.map(({ error }) => error.message)).toEqual([
    '"3332": the dump ends after 2 of 4 bytes',
  ]);
});

test('words of 64 bits are no entries of 32', () => {
  const [error] = parseLine('0x1000:\t0x8000000012345067\t0x0000000000000004', BITS).errors;
  expect(error?.error.message).toContain('dump 32-bit words (`xxd -e -g4`, `od -Ax -tx4`, gdb `x/wx`');
});

describe.each([['--arch=arm'], ['--arch=i386 --paging=2']])('%s', (options) => {
  const args = options.split(' ');

  test.each(['--json', '--format=line', '--format=csv'])(
    'text and binary give the same, %s',
    async (format) => {
      const text = await runCli([...args, format, '-'], { stdin: '0x2fe1c811\n80012345\n' });
      const stdin = Uint8Array.of(0x11, 0xc8, 0xe1, 0x2f, 0x45, 0x23, 0x01, 0x80);
      const binary = await runCli([...args, format, '--input', 'u32le', '-'], { stdin });
      const bare = (output: string): string =>
        output
          .replace(/"(?:input|origin)":"[^"]*",?/g, '')
          .replace(/2fe1c811,|0x2fe1c811,|<stdin>[^,\n]*/g, '');
      expect([text.code, binary.code, binary.stderr]).toEqual([0, 0, '']);
      expect(bare(binary.stdout).split('\n').length).toBe(bare(text.stdout).split('\n').length);
      if (format === '--format=line') expect(binary.stdout).toBe(text.stdout);
    },
  );

  test('a wider value is an error with its place, whatever was read before it', async () => {
    const stdin = '0x12345067\n0x80012345067\n0x12345067\n';
    for (const more of [['--json'], ['--format=line'], ['--format=long'], ['--where', 'present', '--json']]) {
      const { code, stderr, stdout } = await runCli([...args, ...more, '-'], { stdin });
      expect(code).toBe(2);
      expect(stderr).toContain('<stdin>:2:1: "0x80012345067": 44 bits, more than the 32 bits of an entry');
      expect(stdout).not.toContain('80012345067');
    }
  });

  test.each([
    { command: 'check', rest: ['0x100000001'] },
    { command: 'compare', rest: ['0x100000001'] },
    { command: 'diff', rest: ['0x1', '0x100000001'] },
    { command: 'apply', rest: ['pte_mkyoung', '0x100000001'] },
    { command: 'apply', rest: ['pte_modify', '0x1', '--prot', '0x100000001'] },
    { command: 'audit', rest: ['0x100000001'] },
    { command: 'encode', rest: ['present', '--pfn', '0x1', '--prot', '0x100000001'] },
    { command: 'encode', rest: ['present', '--pfn', '0x100000'] },
    { command: 'encode', rest: ['swap', '--type', '1', '--offset', '0x2000000'] },
  ])('$command refuses it: $rest', async ({ command, rest }) => {
    const { code, stdout, stderr } = await runCli([command, ...rest, ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/3[23] bits|the field has 2[34] bits|within 0x00000000fffff000/);
    expect(stdout).not.toMatch(/0x0000000100000001/);
  });

  test('a binary of 64-bit words', async () => {
    const stdin = Uint8Array.of(1, 0, 0, 0, 1, 0, 0, 0, 0x67, 0, 0, 0, 0, 0, 0, 0);
    const { code, stderr, stdout } = await runCli([...args, '--json', '--input', 'u64le', '-'], { stdin });
    expect(code).toBe(2);
    expect(stderr).toContain('<stdin>@0x0: 0x0000000100000001: more than the 32 bits of an entry');
    expect(stdout.split('\n').length).toBe(2);
  });

  test('special: a candidate of more bits is not sound', async () => {
    const { code, stdout } = await runCli(['special', ...args, '--candidate', '0x400000000']);
    expect(code).toBe(1);
    expect(stdout).toContain('an entry has 32 bits here');
  });
});
