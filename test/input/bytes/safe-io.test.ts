import { describe, expect, test } from '@jest/globals';
import { leavingText } from '../../../src/core/printable.ts';
import { safeIo, tell } from '../../../src/input/bytes/safe-io.ts';
import { fakeIo, runCli } from '../../helpers/fake-io.ts';
import { UNSAFE_TEXT } from '../../helpers/hostile.ts';

const HOSTILE = '\u001b[2J\u0007\u009b31m\u202e\u2028\u{e0041}\u200bé€\ud800\r';

describe('text that leaves the program', () => {
  test('nothing acts on a terminal, all else stays', () => {
    const text = leavingText(`a\tb\\\n${HOSTILE}`);
    expect(text).toBe(
      'a\tb\\\n\\u001b[2J\\u0007\\u009b31m\\u202e\\u2028\\udb40\\udc41\\u200bé€\\ud800\\u000d',
    );
    expect(UNSAFE_TEXT.test(text)).toBe(false);
  });

  test('JSON stays the same JSON', () => {
    const value = { [HOSTILE]: [HOSTILE, '\\'] };
    const text = leavingText(JSON.stringify(value));
    expect(UNSAFE_TEXT.test(text)).toBe(false);
    expect(JSON.parse(text)).toEqual(value);
  });

  test('colours pass where they are allowed, and nothing else does', () => {
    const text = '\u001b[1mbold\u001b[22m\u001b[38;5;12mx\u001b[2J\u001b]0;t\u0007';
    expect(leavingText(text, true)).toBe(
      '\u001b[1mbold\u001b[22m\u001b[38;5;12mx\\u001b[2J\\u001b]0;t\\u0007',
    );
    expect(leavingText(text)).not.toMatch(UNSAFE_TEXT);
  });
});

describe('a message', () => {
  const TEXT =
    'warning: 5.4.0-1-generic is read as 5.4, and it is a kernel of Ubuntu: parts of later kernels can be in it';

  test('is one line in a pipe', () => {
    const { io, stderr } = fakeIo();
    tell(io, TEXT);
    expect(stderr()).toBe(`pte-decode: ${TEXT}\n`);
  });

  test('is broken at blanks on a terminal', () => {
    const { io, stderr } = fakeIo({ stderrIsTTY: true, columns: 40 });
    tell(io, `${TEXT} ${'x'.repeat(50)}`);
    const lines = stderr().trimEnd().split('\n');
    expect(lines.filter((line) => line.length > 40)).toEqual([`  ${'x'.repeat(50)}`]);
    expect(lines.join(' ').replace(/ +/g, ' ')).toBe(`pte-decode: ${TEXT} ${'x'.repeat(50)}`);
  });
});

// TIOCGWINSZ of a serial console or of script(1) without a size: 0 rows, 0 columns (man 2 TIOCGWINSZ).
describe('a terminal without a size', () => {
  test.each([
    ['decode', ['0x8400000002be9c25']],
    ['line', ['-F', 'line', '0x8400000002be9c25']],
    ['compare', ['compare', '0x8400000002be9c25']],
    ['help', ['-h']],
  ])('%s is as on one of 80 columns', async (_, argv) => {
    const sized = await runCli(argv, { stdoutIsTTY: true, stderrIsTTY: true, columns: 80 });
    expect(sized.stdout).not.toBe('');
    expect(await runCli(argv, { stdoutIsTTY: true, stderrIsTTY: true, columns: 0, rows: 0 })).toEqual(sized);
  });

  test('messages are not torn, and there is no number of lines', () => {
    const { io, stderr } = fakeIo({ stderrIsTTY: true, columns: 0, rows: 0 });
    const safe = safeIo(io);
    tell(safe, 'no value in it');
    expect(stderr()).toBe('pte-decode: no value in it\n');
    expect(safe.stdout.rows).toBeUndefined();
  });
});

test('standard output, standard error and files are looked at', () => {
  const { io, stdout, stderr, written } = fakeIo();
  const safe = safeIo(io);
  safe.stdout.write(HOSTILE);
  safe.stderr.write(HOSTILE);
  const file = safe.createFile('out');
  file.write(HOSTILE);
  file.finish();
  for (const text of [stdout(), stderr(), new TextDecoder().decode(written.get('out'))])
    expect(text).toBe(leavingText(HOSTILE));
  safe.stdout.allowColours?.();
  safe.stdout.write('\u001b[1m');
  expect(stdout()).toBe(`${leavingText(HOSTILE)}\u001b[1m`);
});

test('a message is one line', () => {
  const { io, stderr } = fakeIo();
  tell(io, 'a\npte-decode: b\u001b[2J');
  expect(stderr()).toBe('pte-decode: a\\x0apte-decode: b\\x1b[2J\n');
});
