import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LOG_INDENT } from '../../src/logs/text.ts';
import { findMachine } from '../../src/kernel/capabilities/machines.ts';
import { runCli } from '../helpers/fake-io.ts';
import { arrayOf, jsonLines, property, stringOf } from '../helpers/json.ts';
import { type TrueValue, type WildLog, wildLogs } from '../helpers/wild-logs.ts';

// PTE_DECODE_WILDLOGS names another folder of the same kind.
const logs = wildLogs(process.env['PTE_DECODE_WILDLOGS'] ?? 'test/fixtures/wildlogs');

/** At least so much of the values must be found, and of the wanted statements said. */
const FOUND = 0.97;
const SAID = 0.8;

/** What stands in front of a sentence that follows from values. */
const SENTENCE = `${LOG_INDENT}= `;

const number = (value: unknown): bigint | undefined => {
  const text = typeof value === 'string' ? value : '';
  return /^(?:0x)?[0-9a-f]+$/.test(text) ? BigInt(text.startsWith('0x') ? text : `0x${text}`) : undefined;
};

/** What the program says of a log. */
interface Said {
  readonly records: readonly unknown[];
  /** The lines between those of the text. */
  readonly explanations: readonly string[];
  readonly text: string;
}

async function explain(text: string): Promise<Said> {
  const [json, plain] = [
    await runCli(['log', '--json'], { stdin: Buffer.from(text) }),
    await runCli(['log'], { stdin: Buffer.from(text) }),
  ];
  expect([json.code, plain.code]).toEqual([0, 0]);
  const lines = plain.stdout.split('\n');
  return {
    records: jsonLines(json.stdout),
    explanations: lines.filter((line) => line.startsWith(LOG_INDENT)),
    text: lines.filter((line) => !line.startsWith(LOG_INDENT)).join('\n'),
  };
}

const isDecoded = (record: unknown): boolean => property(record, 'error') === undefined;
const isDecided = ({ state, pfn, swapType, swapOffset }: TrueValue): boolean =>
  state !== null || pfn !== undefined || swapType !== undefined || swapOffset !== undefined;

function recordsOf({ line, raw, level }: TrueValue, records: readonly unknown[]): readonly unknown[] {
  const wanted = level === 'swp_entry' ? 'swap_entry' : level;
  return records.filter(
    (record) =>
      property(record, 'line') === line &&
      number(property(record, 'input')) === raw &&
      (wanted === null || property(record, 'level') === wanted),
  );
}

/** In what a record differs from the truth. */
function differences(value: TrueValue, record: unknown): string[] {
  const swap = property(record, 'swap');
  const found: string[] = [];
  const compare = (name: string, wanted: unknown, got: unknown): void => {
    if (wanted !== undefined && wanted !== null && wanted !== got) found.push(`${name} ${String(got)}`);
  };
  compare('state', value.state, property(record, 'state'));
  compare('pfn', value.pfn, number(property(record, 'pfn')));
  compare('type', value.swapType, property(swap, 'type'));
  compare('offset', value.swapOffset, number(property(swap, 'offset')));
  return found;
}

/** Whether a record is of the architecture that a log is of. */
function isOfArch(arch: string | null, record: unknown): boolean {
  const got = property(record, 'arch');
  if (arch === null) return true;
  if (arch === 'i386-2level') return got === 'i386' && property(record, 'paging') === 2;
  return arch === 'powerpc' ? String(got).startsWith(arch) : got === arch;
}

const eachLine =
  (change: (line: string) => string) =>
  (text: string): string =>
    text.split('\n').map(change).join('\n');

/** Ways in which the same log comes. */
const DRESSED: readonly { readonly name: string; readonly dress: (text: string) => string }[] = [
  { name: 'in the source of a page', dress: (text) => text.replace(/[&<>]/g, (c) => ENTITIES[c] ?? c) },
  { name: 'in the answer to a mail', dress: eachLine((line) => `> ${line}`) },
  { name: 'in a block of code', dress: eachLine((line) => `    ${line}`) },
  { name: 'with the line ends of DOS', dress: eachLine((line) => `${line}\r`) },
];
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Cut by the edge of a screen inside of numbers: more in front of all lines hides that. */
const CUT: ReadonlySet<string> = new Set(['32.txt']);

const withoutColumn = (record: unknown): unknown => ({
  ...Object(record),
  column: undefined,
  same_as: undefined,
});

describe('logs from the wild', () => {
  const said = new Map<string, Said>();
  const counts = { values: 0, found: 0, wanted: 0, said: 0 };
  const missing: string[] = [];

  beforeAll(async () => {
    for (const log of logs) said.set(log.name, await explain(log.text));
  }, 120_000);

  test.each(logs.map((log) => ({ name: log.name, log })))(
    '$name: nothing wrong, nothing false',
    ({ name, log }) => {
      const { records, explanations, text } = said.get(name) ?? { records: [], explanations: [], text: '' };
      expect(text === log.text || text === `${log.text}\n`).toBe(true);
      const wrong = log.values.flatMap((value) =>
        recordsOf(value, records)
          .filter(isDecoded)
          .flatMap((record) =>
            differences(value, record).map((what) => `${value.line} ${value.level ?? ''} ${what}`),
          ),
      );
      expect(wrong).toEqual([]);
      const others = records.filter((record) => isDecoded(record) && !isOfArch(log.arch, record));
      expect(others.map((record) => property(record, 'arch'))).toEqual([]);
      const falseOnes = log.mustNotSay.filter((pattern) => explanations.some((line) => pattern.test(line)));
      expect(falseOnes).toEqual([]);
      // Text and records say the same.
      const sentences = explanations.filter((line) => line.startsWith(SENTENCE));
      const findings = records.flatMap((record) => arrayOf(record, 'findings'));
      expect(findings.map((finding) => SENTENCE + stringOf(finding, 'text')).sort()).toEqual(
        sentences.sort(),
      );
      count(log, records, explanations);
    },
  );

  // What a page, a mail or a terminal puts around a log is none of it.
  test.each(DRESSED)('the same is said of them $name', async ({ dress }) => {
    for (const { name, text } of logs) {
      if (CUT.has(name)) continue;
      const dressed = await runCli(['log', '--json'], { stdin: Buffer.from(dress(text)) });
      const wanted = said.get(name)?.records ?? [];
      expect({ name, said: jsonLines(dressed.stdout).map(withoutColumn) }).toEqual({
        name,
        said: wanted.map(withoutColumn),
      });
    }
  });

  function count(
    { name, arch, values, shouldSay }: WildLog,
    records: readonly unknown[],
    explanations: readonly string[],
  ): void {
    // An architecture without tables is named, and its values are not decoded.
    const hasTables = arch === null || findMachine(arch) !== undefined;
    for (const value of values) {
      if (!hasTables || value.isOptional) continue;
      const here = recordsOf(value, records);
      const isFound = here.some(isDecoded) || (here.length > 0 && !isDecided(value));
      counts.values += 1;
      if (isFound) counts.found += 1;
      else missing.push(`${name}:${value.line} ${value.level ?? ''}`);
    }
    for (const pattern of shouldSay) {
      counts.wanted += 1;
      if (explanations.some((line) => pattern.test(line))) counts.said += 1;
      else missing.push(`${name}: ${pattern.source}`);
    }
  }

  afterAll(() => {
    if (missing.length > 0) process.stderr.write(`not found or not said: ${missing.join(', ')}\n`);
  });

  test('nearly all values are found, and most of what can be said is said', () => {
    expect(counts.found / counts.values).toBeGreaterThanOrEqual(FOUND);
    expect(counts.said / counts.wanted).toBeGreaterThanOrEqual(SAID);
  });
});
