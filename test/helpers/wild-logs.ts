import { readdirSync, readFileSync } from 'node:fs';
import { property } from './json.ts';

/** A value as the truth of a log lists it. */
export interface TrueValue {
  readonly line: number;
  /** Null: cannot be told. */
  readonly level: string | null;
  readonly raw: bigint;
  /** Null: not decided by the text, or no state fits. */
  readonly state: string | null;
  readonly pfn: bigint | undefined;
  readonly swapType: number | undefined;
  readonly swapOffset: bigint | undefined;
  /** Finding it is not asked for, only decoding it rightly. */
  readonly isOptional: boolean;
}

/** A log with what is true of it. */
export interface WildLog {
  readonly name: string;
  readonly text: string;
  readonly arch: string | null;
  readonly values: readonly TrueValue[];
  readonly mustNotSay: readonly RegExp[];
  readonly shouldSay: readonly RegExp[];
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const hexOf = (value: unknown): bigint | undefined => {
  const text = textOf(value);
  return text === undefined ? undefined : BigInt(text);
};

function trueValue(value: unknown): TrueValue {
  const swap = property(value, 'swap');
  const [line, type] = [property(value, 'line'), property(swap, 'type')];
  return {
    line: typeof line === 'number' ? line : 0,
    level: textOf(property(value, 'level')) ?? null,
    raw: hexOf(property(value, 'raw')) ?? 0n,
    state: textOf(property(value, 'state')) ?? null,
    pfn: hexOf(property(value, 'pfn')),
    swapType: typeof type === 'number' ? type : undefined,
    swapOffset: hexOf(property(swap, 'offset')),
    isOptional: property(value, 'optional') === true,
  };
}

/** An expression as Python writes it: `(?i)` in front ignores case. */
function expression(value: unknown): RegExp {
  const text = textOf(value) ?? '';
  return text.startsWith('(?i)') ? new RegExp(text.slice(4), 'i') : new RegExp(text);
}

/** The logs of a folder, in the order of their numbers. */
export function wildLogs(folder: string): readonly WildLog[] {
  const names = readdirSync(folder).flatMap((file) => /^(\d+)\.truth\.json$/.exec(file)?.[1] ?? []);
  return names
    .sort((a, b) => Number(a) - Number(b))
    .map((name) => {
      const truth: unknown = JSON.parse(readFileSync(`${folder}/${name}.truth.json`, 'utf8'));
      return {
        name,
        text: readFileSync(`${folder}/${name}.txt`, 'utf8'),
        arch: textOf(property(truth, 'arch')) ?? null,
        values: listOf(property(truth, 'values')).map(trueValue),
        mustNotSay: listOf(property(truth, 'must_not_say')).map(expression),
        shouldSay: listOf(property(truth, 'should_say')).map(expression),
      };
    });
}
