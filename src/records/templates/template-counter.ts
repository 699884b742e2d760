import {
  loadTemplateEngine,
  MEMORY,
  type PlacedTexts,
  type TemplateEngine,
  VERDICT,
} from './template-memory.ts';
import type { EngineTemplate } from './template-places.ts';
import { TemplateReader } from './template-reader.ts';
import type { NumberHole } from '../../core/entry/keys.ts';
import type { JudgeKey } from './judge-key.ts';

/** How the values with `(raw & mask) === value` are counted. */
export interface CountTemplate {
  readonly mask: bigint;
  readonly value: bigint;
  /** What the meaning of a value depends on. Undefined where nobody knows it: such values are looked at one by one. */
  readonly key: JudgeKey | undefined;
  /** A number of each value that must be seen, although its key is settled: it is handed over in rows. */
  readonly number?: NumberHole | undefined;
}

/** Values of one key that were counted. */
interface Count<T> {
  /** What `settle` was told. */
  readonly meaning: T;
  /** The first value with this key: the one that was settled. */
  readonly value: bigint;
  /** How many values were counted since then, without those that were looked at. */
  readonly count: number;
  /** Which template of the list. */
  readonly template: number;
}

/** Counted values of templates with a number, in the order in which they were read. */
export interface Rows<T> {
  readonly length: number;
  readonly values: BigUint64Array;
  /** The number of each value; what is 2^53 or more is rounded. */
  readonly numbers: Float64Array;
  /** What `settle` was told about the key of the value. */
  readonly meaning: (row: number) => T;
  /** Where the value stood. */
  readonly origin: (row: number) => string;
}

const NO_TEXTS: PlacedTexts = [0, 0, 0, 0];

interface Settled<T> {
  readonly meaning: T;
  readonly value: bigint;
  readonly template: number;
}

/**
 * Counts many values by key. A value is left to the caller until it settles the key; from then on equal keys are
 * counted by the engine. A key is kept as long as there is room; those for which there is none stay with the caller.
 */
export class TemplateCounter<T> extends TemplateReader<EngineTemplate> {
  /** Number of values that were counted here. */
  counted = 0;
  readonly #onRows: (rows: Rows<T>) => void;
  /** Whether a key asks for the text of a value, or its place. */
  readonly #asksTexts: boolean;
  readonly #settled = new Array<Settled<T> | undefined>(
    (MEMORY.verdictsEnd - MEMORY.verdicts) / MEMORY.verdictBytes,
  );
  readonly #columns: Pick<Rows<T>, 'values' | 'numbers'> & { verdicts: Uint32Array; nth: Uint32Array };

  constructor(
    engine: TemplateEngine,
    templates: readonly CountTemplate[],
    onRows: (rows: Rows<T>) => void = () => undefined,
  ) {
    super(
      engine,
      templates.map(({ mask, value, key, number }) => ({
        mask,
        value,
        key,
        // Without a key nothing is settled, and nothing could be told of a row.
        sections: key && (number ? [{ kind: 'row', hole: number }] : []),
      })),
    );
    this.#onRows = onRows;
    this.#asksTexts = templates.some(({ key }) => (key?.texts ?? []).length > 0);
    const { buffer } = engine.memory;
    const { rows, maxRows } = MEMORY;
    this.#columns = {
      values: new BigUint64Array(buffer, rows, maxRows),
      numbers: new Float64Array(buffer, rows + 8 * maxRows, maxRows),
      verdicts: new Uint32Array(buffer, rows + 16 * maxRows, maxRows),
      nth: new Uint32Array(buffer, rows + 20 * maxRows, maxRows),
    };
  }

  /** Counts one value, wherever it came from; false when it is left to the caller. */
  add(value: bigint, origin: string, input = ''): boolean {
    const texts = this.#placeTexts(input, origin);
    if (!texts || this.engine.takeOne(value, ...texts) === 0) return false;
    this.counted += 1;
    this.#handOver(() => origin);
    return true;
  }

  /**
   * From now on values with the same key are counted; this value is not. A key that is settled keeps its first meaning.
   *
   * @param origin where it was read, and `input` from what text; wanted where a key asks for them
   * @returns false when there is no room, or no key: such values stay with the caller
   */
  settle(value: bigint, meaning: T, origin = '', input = ''): boolean {
    const placed = this.find(value);
    const texts = this.#placeTexts(input, origin);
    if (!texts || !placed || this.isClosed(placed)) return false;
    const template = this.placed.indexOf(placed);
    const address = this.engine.keep(value, VERDICT.yes, ...texts);
    if (address !== 0) this.#settled[this.#index(address)] ??= { meaning, value, template };
    return address !== 0;
  }

  /** What was counted so far. */
  *counts(): Generator<Count<T>, void, undefined> {
    for (const [index, settled] of this.#settled.entries()) {
      if (!settled) continue;
      const word = this.view.getBigUint64(MEMORY.verdicts + index * MEMORY.verdictBytes + 8, true);
      yield { ...settled, count: Number(word >> 2n) };
    }
  }

  protected override taken(origin: (nth: number) => string): void {
    this.counted += this.engine.count.value;
    this.#handOver(origin);
  }

  #placeTexts(input: string, origin: string): PlacedTexts | undefined {
    return this.#asksTexts ? this.placeTexts(input, origin) : NO_TEXTS;
  }

  #index(address: number): number {
    return (address - MEMORY.verdicts) / MEMORY.verdictBytes;
  }

  #handOver(origin: (nth: number) => string): void {
    const length = this.engine.rows.value;
    if (length === 0) return;
    this.engine.rows.value = 0;
    const { values, numbers, verdicts, nth } = this.#columns;
    this.#onRows({
      length,
      values,
      numbers,
      meaning: (row) => {
        const settled = this.#settled[this.#index(verdicts[row] ?? 0)];
        if (!settled) throw new RangeError('no such row');
        return settled.meaning;
      },
      origin: (row) => origin(nth[row] ?? 0),
    });
  }
}

/** A counter in the memory of a new engine, or undefined without WebAssembly. */
export function createTemplateCounter<T>(
  templates: readonly CountTemplate[],
  onRows?: (rows: Rows<T>) => void,
): TemplateCounter<T> | undefined {
  const engine = loadTemplateEngine();
  return engine && new TemplateCounter(engine, templates, onRows);
}
