import { expect } from '@jest/globals';
import { later } from '../../src/core/later.ts';
import { Explainer } from '../../src/logs/explain/explain.ts';
import { createFinder } from '../../src/logs/find/wasm.ts';
import { LogReader } from '../../src/logs/reader.ts';
import { KernelTeller, LogRenderer } from '../../src/logs/text.ts';
import { plainPalette } from '../../src/records/text/palette.ts';
import { runCli } from './fake-io.ts';
import { jsonLines, property } from './json.ts';

/** A log made of the format strings of a kernel, and what its source and the architecture's manual prove of it. */
export interface LogKind {
  readonly name: string;
  readonly log: readonly string[];
  /** `line level state pfn`, of each value; a value that is not decoded has `-`. */
  readonly values: readonly string[];
  readonly said?: readonly RegExp[];
  readonly never?: readonly RegExp[];
  /** Options of the command. */
  readonly options?: readonly string[];
}

const hex = (value: unknown): string => (typeof value === 'string' ? value : '-');

/** Holds what `log` makes of a log against what is proven of it. */
export async function expectKind({
  log,
  values,
  said = [],
  never = [],
  options = [],
}: LogKind): Promise<void> {
  const stdin = `${log.join('\n')}\n`;
  const records = jsonLines((await runCli(['log', '--json', ...options], { stdin })).stdout);
  const found = records.map((record) => {
    const [line, level] = [Number(property(record, 'line')), String(property(record, 'level'))];
    if (property(record, 'error') !== undefined) return `${line} ${level} -`;
    const pfn = property(record, 'pfn');
    return `${line} ${level} ${String(property(record, 'state'))}${pfn === null ? '' : ` ${hex(pfn)}`}`;
  });
  const isTold = values.length > 0 || never.some((pattern) => pattern.source === '.');
  expect(isTold ? found : []).toEqual(values);
  const text = (await runCli(['log', ...options], { stdin })).stdout;
  const lines = text.split('\n').filter((line) => line.startsWith('    | '));
  for (const pattern of said)
    expect([pattern, lines.some((line) => pattern.test(line))]).toEqual([pattern, true]);
  for (const pattern of never)
    expect([pattern, lines.filter((line) => pattern.test(line))]).toEqual([pattern, []]);
}

/** What `log` writes of an input that comes in pieces. The finder is the same for all: it remembers nothing from read to read. */
const finder = later(() => createFinder());

function logOf(pieces: readonly Uint8Array[]): string {
  const reader = new LogReader(finder());
  const explainer = new Explainer({ fallback: {}, always: {} });
  const style = { palette: plainPalette, terminal: undefined };
  const [teller, renderer] = [new KernelTeller(style), new LogRenderer(style)];
  const written: Buffer[] = [];
  for (const piece of [...pieces, new Uint8Array()]) {
    reader.space.set(piece);
    for (const one of reader.take(piece.length))
      if (one.kind === 'text') written.push(Buffer.from(one.bytes));
      else if (one.kind === 'report') {
        const explained = explainer.explain(one.report);
        written.push(Buffer.from(teller.tell(explained) + renderer.report(explained)));
      }
  }
  return Buffer.concat(written).toString();
}

/** Holds that what `log` says does not depend on where its input is cut into pieces. */
export async function expectSameHoweverCut({ log }: Pick<LogKind, 'log'>): Promise<void> {
  const bytes = Buffer.from(`${log.join('\n')}\n`);
  const whole = (await runCli(['log'], { stdin: bytes })).stdout;
  for (let at = 1; at < bytes.length; at += 1)
    expect([at, logOf([bytes.subarray(0, at), bytes.subarray(at)])]).toEqual([at, whole]);
}
