import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import {
  type Outcome,
  renderGithub,
  renderJunit,
  renderKtap,
  type Verdict,
  VerdictTally,
  worstOutcome,
} from '../../../src/records/verdicts/verdicts.ts';
import { testWith } from '../../helpers/shell.ts';
import { readAnnotations, readJunit, readKtap } from '../../helpers/verdict-readers.ts';

const OUTCOMES: readonly Outcome[] = ['holds', 'broken', 'unanswered'];
const STATUS = { holds: 'pass', broken: 'fail', unanswered: 'error' } as const;

/** Texts that mean something to one of the readers, or are no text at all. */
const TRAPS = [
  '# Subtest: x', 'Subtest: x', '# SKIP', 'x # SKIP y', 'ok 1 - x', 'KTAP version 1', '1..9', 'reboot: System halted', 'List of all partitions:', '::error::x',
  '##[error]x', 'a::b', '%0A', 'a\nok 9 z', 'a\r\nb', '<b a="1">&amp;]]></b>', '\ud800', '\ufffe', '\uffff', '\u0000', '\u001b[31m', '\u2028', '', ' ', 'ü',
]; // prettier-ignore
const text = fc.oneof(
  fc.constantFrom(...TRAPS),
  fc.string(),
  fc.array(fc.constantFrom(...TRAPS), { maxLength: 3 }).map((some) => some.join('')),
);
const suites = fc.record({
  name: text,
  about: fc.array(text, { maxLength: 2 }),
  verdicts: fc.array(
    fc.record({
      name: text,
      outcome: fc.constantFrom(...OUTCOMES),
      detail: fc.array(text, { minLength: 1, maxLength: 3 }),
      at: fc.option(fc.record({ file: text, line: fc.nat() }), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 5 },
  ),
});

describe('verdicts for CI, whatever their texts are', () => {
  test('are read by the rules of the kernel as what they are', () => {
    fc.assert(
      fc.property(suites, (suite) => {
        const read = readKtap(renderKtap(suite)).map(({ status }) => status);
        expect(read).toEqual(suite.verdicts.map(({ outcome }) => STATUS[outcome]));
      }),
    );
  });

  test('are valid by the schema of JUnit, and counted', () => {
    fc.assert(
      fc.property(suites, (suite) => {
        const read = readJunit(renderJunit(suite)).map(({ status }) => status);
        expect(read).toEqual(suite.verdicts.map(({ outcome }) => STATUS[outcome]));
      }),
    );
  });

  test('are annotations of GitHub, one for each that does not hold, and nothing else', () => {
    fc.assert(
      fc.property(suites, (suite) => {
        const read = readAnnotations(renderGithub({ ...suite, name: 'pte-decode x' }));
        const wanted = suite.verdicts.filter(({ outcome }) => outcome !== 'holds');
        expect(read.map(({ command }) => command)).toEqual(wanted.map(() => 'error'));
        expect(read.map(({ properties }) => properties['line'])).toEqual(
          wanted.map(({ at }) => (at ? String(at.line) : undefined)),
        );
      }),
    );
  });
});

const suite = {
  name: 'pte-decode check',
  verdicts: [
    { name: 'rule 1', outcome: 'holds', detail: [] },
    { name: 'a, b: 50%', outcome: 'broken', detail: ['0x4: no', 'more'], at: { file: 'a,b.txt', line: 3 } },
    { name: 'rule 3', outcome: 'unanswered', detail: ['no <value>'] },
  ] satisfies readonly Verdict[],
};

test('KTAP has a plan, evidence before the result, and an error that is no pass', () => {
  expect(renderKtap(suite)).toBe(
    [
      'KTAP version 1',
      '1..3',
      '#   pte-decode check',
      'ok 1 rule 1',
      '#   0x4: no',
      '#   more',
      'not ok 2 a, b: 50%',
      'not ok 3 rule 3 # ERROR no <value>',
      '',
    ].join('\n'),
  );
});

test('JUnit keeps names and evidence', () => {
  expect(readJunit(renderJunit(suite))).toEqual([
    { name: 'rule 1', status: 'pass', log: [] },
    { name: 'a, b: 50%', status: 'fail', log: ['0x4: no', 'more', 'at a,b.txt:3'] },
    { name: 'rule 3', status: 'error', log: ['no <value>'] },
  ]);
});

test('an annotation keeps its place, title and all lines', () => {
  expect(readAnnotations(renderGithub(suite))).toEqual([
    {
      command: 'error',
      properties: { file: 'a,b.txt', line: '3', title: 'pte-decode check: a, b: 50%' },
      message: '0x4: no\nmore',
    },
    {
      command: 'error',
      properties: { title: 'pte-decode check: rule 3 (unanswered)' },
      message: 'no <value>',
    },
  ]);
});

testWith('python3')('a parser of XML reads what JUnit is given', () => {
  const hostile = { name: TRAPS.join(' '), detail: TRAPS, outcome: 'broken' } as const;
  const program = 'import sys, xml.dom.minidom as m; m.parseString(sys.stdin.buffer.read())';
  const input = renderJunit({ name: TRAPS.join(), about: TRAPS, verdicts: [hostile] });
  expect(spawnSync('python3', ['-c', program], { input, encoding: 'utf8' })).toMatchObject({ status: 0 });
});

describe('a tally', () => {
  test('gives one verdict for each name, with complete counts and a bounded part of the evidence', () => {
    const tally = new VerdictTally(['a', 'b', 'c'], 2);
    for (let i = 0; i < 1000; i += 1)
      tally.add('a', i % 2 === 0 ? 'broken' : 'holds', () => `${i}`, { file: `f${i}` });
    tally.add('b', 'holds', undefined, undefined, 7);
    expect(tally.verdicts()).toEqual([
      { name: 'a', outcome: 'broken', detail: ['0', '2', 'and 498 more of 1000 values'], at: { file: 'f0' } },
      { name: 'b', outcome: 'holds', detail: ['holds for all 7 values'], at: undefined },
      { name: 'c', outcome: 'unanswered', detail: ['there are no values'] },
    ]);
  });

  test('says broken before unanswered of one question; of several the unanswered one decides', () => {
    const tally = new VerdictTally([], 1);
    tally.add('a', 'unanswered', () => 'hidden');
    tally.add('b', 'unanswered', () => 'hidden');
    tally.add('b', 'broken', () => 'lost');
    const verdicts = tally.verdicts();
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['unanswered', 'broken']);
    expect(worstOutcome(verdicts)).toBe('unanswered');
    expect([worstOutcome([]), worstOutcome(verdicts.slice(1))]).toEqual(['unanswered', 'broken']);
  });
});
