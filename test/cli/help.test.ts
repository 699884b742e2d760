import { describe, expect, test } from '@jest/globals';
import { FIRST_EXAMPLES, firstPart } from '../../src/cli/help/brief.ts';
import { makeHelp } from '../../src/cli/help/make.ts';
import { HELP_WIDTH } from '../../src/cli/help/texts.ts';
import { optionsOf } from '../../src/cli/options/common.ts';
import { commandTree } from '../../src/cli/commands/registry.ts';
import { programVersion } from '../../src/cli/version.ts';
import { runCli } from '../helpers/fake-io.ts';

const tree = await commandTree();
const texts = await makeHelp(HELP_WIDTH);
const rows = tree.map((spec) => ({ spec, name: spec.name }));
const wordsOf = (name: string): string[] => name.split(' ').filter(Boolean);

/** Lines without those of examples, which are never broken. */
function ownLines(text: string): readonly string[] {
  return text.split('\n').filter((line) => !/^ {2}(?:\$ )?\S/.test(line) || !line.includes('pte-decode '));
}

describe('help', () => {
  test.each(rows)('of pte-decode $name: whole, short, and of nothing given', async ({ name, spec }) => {
    const whole = await runCli([...wordsOf(name), '--help'], { columns: 120 });
    expect(whole).toMatchObject({ code: 0, stdout: texts.whole[name], stderr: '' });
    expect(whole.stdout).toMatch(new RegExp(`^Usage: pte-decode ${name}`));
    for (const { long } of optionsOf(spec)) expect(whole.stdout).toContain(`--${long}`);
    for (const { command } of spec.examples) expect(`  $ ${command}`.length > 80 ? command : '').toBe('');
    for (const { command, text } of spec.examples)
      expect(whole.stdout).toContain(`  $ ${command}\n      ${text}`);
    const short = await runCli([...wordsOf(name), '-h']);
    expect(short).toMatchObject({ code: 0, stdout: texts.short[name], stderr: '' });
    expect(short.stdout.length).toBeLessThan(whole.stdout.length);
    expect(await runCli(['help', ...wordsOf(name)])).toEqual(whole);
  });

  test.each(rows)('of pte-decode $name fits its width, also a narrow one', async ({ name }) => {
    for (const kind of ['bare', 'short', 'whole'] as const)
      // Words that cannot be broken may stand out.
      for (const line of ownLines(texts[kind][name] ?? '')) expect(line.length > 82 ? line : '').toBe('');
    for (const kind of ['-h', '--help']) {
      const { stdout } = await runCli([...wordsOf(name), kind], { columns: 40 });
      const [, options = ''] = /^Options:\n(.*?)\n\n/ms.exec(stdout) ?? [];
      expect(options.split('\n').filter((line) => line.length > 42 && /\S \S+ \S/.test(line))).toEqual([]);
    }
    const narrow = await runCli([...wordsOf(name), '--help'], { columns: 50 });
    expect(narrow.code).toBe(0);
    expect(narrow.stdout).not.toBe(texts.whole[name]);
  });

  test('what is said with nothing given fits one screen, and its commands are all there', () => {
    for (const { name } of rows) expect((texts.bare[name] ?? '').split('\n').length).toBeLessThanOrEqual(24);
    for (const line of (texts.bare[''] ?? '').split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    for (const { name } of rows) expect(texts.bare['']).toContain(name);
    expect(FIRST_EXAMPLES).toHaveLength(6);
  });

  test.each([
    { argv: ['encode'] },
    { argv: ['diff'] },
    { argv: ['apply'] },
    { argv: ['check'] },
    { argv: ['compare'] },
    { argv: ['audit'] },
    { argv: ['image'] },
    { argv: ['walk'] },
    { argv: ['scan'] },
    { argv: ['completion'] },
    { argv: ['pagemap'] },
    { argv: ['pagemap', 'diff'] },
    { argv: ['pagemap', 'capture'] },
    { argv: ['log'] },
    { argv: [] },
  ])('$argv alone: its usage and examples, and 2', async ({ argv }) => {
    expect(await runCli(argv, { stdinIsTTY: true })).toEqual({
      code: 2,
      stdout: '',
      stderr: texts.bare[argv.join(' ')],
      open: 0,
    });
  });

  test('is found anywhere, not behind --', async () => {
    expect((await runCli(['-k', '6.12', 'check', '0x4', '-h'])).stdout).toBe(texts.short['check']);
    expect((await runCli(['check', '--', '-h'])).code).toBe(2);
    expect((await runCli(['check', '-jh'])).stderr).toMatch(/-h stands as a word of its own/);
  });

  test('on a command that does not exist says so', async () => {
    for (const argv of [
      ['help', 'layuot'],
      ['layuot', '--help'],
    ])
      expect(await runCli(argv)).toMatchObject({
        code: 2,
        stderr: 'pte-decode: no command "layuot": did you mean layout?\n',
      });
  });

  test('describes every option in words', () => {
    for (const spec of tree) for (const { text } of optionsOf(spec)) expect(text.length).toBeGreaterThan(3);
  });
});

test.each([
  { text: 'marker bits: a number, or names', room: 40, part: 'marker bits: a number, or names' },
  {
    text: 'kernel to audit for: a profile, a release; repeatable',
    room: 45,
    part: 'kernel to audit for: a profile, a release',
  },
  { text: 'marker bits: a number, or names such as poisoned', room: 30, part: 'marker bits: a number, …' },
  { text: 'how it is written: text (default), u64le, u64be', room: 28, part: 'how it is written: text, …' },
  { text: 'the value that claims (default: none, which is 0)', room: 40, part: 'the value that claims' },
  { text: 'the other bits, as pfn_pte(pfn, prot) takes them', room: 35, part: 'the other bits' },
  { text: 'a sentence without any parts', room: 10, part: 'a sentence without any parts' },
])('of "$text" $room columns show the part "$part"', ({ text, room, part }) => {
  expect(firstPart(text, room)).toBe(part);
});

test.each([['-V'], ['--version'], ['log', '-V']])('the version is that of the build: %s', async (...argv) => {
  expect((await runCli(argv)).stdout).toBe(`${programVersion()}\n`);
});
