import { describe, expect, test } from '@jest/globals';
import { LineOutput, ProblemReport } from '../../../../src/cli/commands/scan/output.ts';
import { openScanSource } from '../../../../src/cli/commands/scan/source.ts';
import { Invocation } from '../../../../src/cli/spec.ts';
import { createGrouper } from '../../../../src/images/scan/groups.ts';
import { mergeRuns } from '../../../../src/images/scan/entry-runs.ts';
import { fakeIo } from '../../../helpers/fake-io.ts';

const given = (values: Readonly<Record<string, string>>, ...switches: string[]): Invocation =>
  new Invocation(
    [],
    new Map(Object.entries(values).map(([name, value]) => [name, [value]])),
    new Set(switches),
  );

describe('ProblemReport', () => {
  const problem = {
    level: 'pte',
    vaddr: 0x1000n,
    pages: 512,
    tablePhys: 0x2000n,
    text: 'bad \u001b[31m table',
  } as const;

  test('tells ten, then how many more; hostile text stays text', () => {
    const { io, stderr } = fakeIo();
    const report = new ProblemReport(io);
    for (let i = 0; i < 13; i++) report.add(problem);
    expect(report.finish()).toBe(2);
    const lines = stderr().trimEnd().split('\n');
    expect(lines).toHaveLength(11);
    expect(lines[0]).toMatch(/^pte-decode: 0x0000000000001000: bad .* table$/);
    expect(lines[10]).toBe('pte-decode: and 3 more tables that could not be read');
    expect(stderr()).not.toContain('\u001b');
  });

  test('nothing to tell', () => {
    const { io, stderr } = fakeIo();
    expect(new ProblemReport(io).finish()).toBe(0);
    expect(stderr()).toBe('');
  });
});

test('LineOutput: ranges with the names of mappings, cut at their borders', async () => {
  // Frames 1 to 4 at addresses 0x1000 to 0x5000.
  const table = new BigUint64Array(512);
  for (let i = 1; i < 5; i++) table[i] = 0x67n | (BigInt(i) << 12n);
  const { io, stdout } = fakeIo({
    files: {
      page: new Uint8Array(table.buffer),
      maps: '00001000-00003000 rw-p 0 00:00 0 [one]\n00003000-00004000 rw-p 0 00:00 0 [two]\n',
    },
  });
  const invocation = given({ table: 'page', maps: 'maps', format: 'csv', kernel: '6.12' });
  const source = await openScanSource(invocation, io);
  const lines = await LineOutput.open(invocation, io, source);
  const merged = mergeRuns(source.kernel, createGrouper(source.kernel), lines.addRun, lines.borderAfter);
  source.feed({ ...merged, problem: () => undefined });
  merged.flush();
  lines.flush();
  const rows = stdout()
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','))
    .filter((cells) => cells[5] === 'present');
  expect(rows.map((cells) => [cells[0], cells[2], cells[7], cells[12]])).toEqual([
    ['0x0000000000001000', '2', '0x1', '[one]'],
    ['0x0000000000003000', '1', '0x3', '[two]'],
    ['0x0000000000004000', '1', '0x4', ''],
  ]);
});
