import type { Entry } from '../core/entry.ts';
import { findNotes, type LabelledKernel } from '../core/notes.ts';
import { checkRules } from '../core/rules.ts';
import { formatHex, formatU64 } from '../core/u64.ts';
import type { ChosenKernel } from './choose-kernel.ts';
import type { LogReport } from './report.ts';
import type { FoundValue } from './shapes.ts';
import { type ExplainedReport, type ExplainedValue, frameOf } from './explain.ts';
import type { SwapDeviceNames } from '../records/properties.ts';
import { SCHEMA } from '../records/schema-number.ts';
import { type DecodeRecord, toRecord } from '../records/record.ts';

/** The keys that the record of a value in a log has beside those of a decoded entry. */
export interface LogKeys {
  /** 1-based line of the log, and 1-based column of the value in UTF-16 units. */
  readonly line: number;
  readonly column: number;
  readonly shape: string;
  /** `pgd` … `pte`, or `swap_entry` for a generic entry. */
  readonly level: string;
  /** The value as the log has it. */
  readonly input: string;
}

/** The record of a value in a log. */
export type LogRecord = Omit<DecodeRecord, 'level'> &
  LogKeys & {
    /** Of a `swap_entry`: the `swp_entry_t` as printed; `raw` is the pte that holds it. Null otherwise. */
    readonly generic: string | null;
    /** Where the kernel comes from. */
    readonly kernel_source: string;
    /** The release that the log names, or null. */
    readonly release: string | null;
    /** Virtual address that was touched or is mapped, or null. */
    readonly address: string | null;
    /** What follows from the value and the lines around it. */
    readonly findings: readonly { readonly code: string; readonly text: string }[];
    /** The same swap entry in its other form, printed before; null when there is none. */
    readonly same_as: { readonly line: number; readonly column: number } | null;
  };

/** The record of a value that cannot be decoded. */
export type RefusedRecord = LogKeys & {
  readonly schema: typeof SCHEMA;
  readonly raw: string;
  readonly error: string;
};

/** Makes the records of the values of a log. */
export class LogRecorder {
  readonly #devices: SwapDeviceNames | undefined;
  readonly #others: readonly LabelledKernel[];
  /** What was made of entries, and of whole reports, before: a log says the same thing many times. */
  readonly #entries = new WeakMap<Entry, DecodeRecord>();
  readonly #texts = new WeakMap<ExplainedReport['findings'], readonly RecordText[]>();

  /**
   * @param others kernels to compare with, for the note `other-kernels`
   * @param devices names of swap areas
   */
  constructor(others: readonly LabelledKernel[] = [], devices?: SwapDeviceNames) {
    this.#others = others;
    this.#devices = devices;
  }

  /** The records of a report as lines of JSON, in the order of the text. */
  lines(explained: ExplainedReport): string {
    const { report, findings, sameAs } = explained;
    // Of reports that say the same only the places differ.
    let texts = this.#texts.get(findings);
    if (!texts) {
      const placeless = {
        ...explained,
        report: { ...report, line: 0 },
        sameAs: sameAs && { line: 0, column: 0 },
      };
      texts = this.records(placeless).map((record) => cut(JSON.stringify(record)));
      this.#texts.set(findings, texts);
    }
    const same = sameAs ? `{"line":${sameAs.line},"column":${sameAs.column}}` : '';
    return texts
      .map(
        ({ before, middle, after }) =>
          before + String(report.line) + middle + (after === undefined ? '' : same + after) + '\n',
      )
      .join('');
  }

  /** The records of a report, in the order of the text. */
  records(explained: ExplainedReport): readonly (LogRecord | RefusedRecord)[] {
    const { report, chosen } = explained;
    if (chosen)
      return explained.values.map((value) =>
        value.unmapped ? unmappedRecord(report, value) : this.#record(explained, chosen, value),
      );
    return report.values.map((value) => ({
      ...keysOf(report, value),
      schema: SCHEMA,
      raw: formatU64(value.value),
      error: explained.refusal ?? '',
    }));
  }

  #record(explained: ExplainedReport, chosen: ChosenKernel, value: ExplainedValue): LogRecord {
    const { report, findings, sameAs } = explained;
    const { source, release } = chosen;
    const isSwap = value.level === 'swap_entry';
    const { address } = report.circumstances;
    // What is said of no level in particular stands with the last value: the one that the walk is about.
    const isLast = value === explained.values.at(-1);
    const record = this.#entry(value.entry);
    const levels = explained.values.map((other) => other.level);
    return {
      ...record,
      ...(value.tooLarge && {
        swap: {
          ...objectOf(record['swap']),
          type: value.tooLarge.type,
          offset: formatHex(value.tooLarge.offset),
        },
      }),
      ...keysOf(report, value),
      generic: isSwap ? formatU64(value.value) : null,
      kernel_source: source,
      release: release ?? null,
      address: address === undefined ? null : formatU64(address),
      findings: findings
        .filter(
          ({ level }) => level === value.level || (isLast && (level === null || !levels.includes(level))),
        )
        .map(({ code, text }) => ({ code, text })),
      same_as: sameAs && (isSwap || value.level === 'pte') ? sameAs : null,
    };
  }

  #entry(facts: Entry): DecodeRecord {
    let record = this.#entries.get(facts);
    if (!record) {
      const entry = { ...facts, rules: checkRules(facts), notes: findNotes(facts, this.#others) };
      record = toRecord(entry, { kernel: facts.kernel, devices: this.#devices });
      this.#entries.set(facts, record);
    }
    return record;
  }
}

/** The text of a record around the line where it stands and, if there is one, the place of the same entry. */
interface RecordText {
  readonly before: string;
  readonly middle: string;
  readonly after: string | undefined;
}

/** A quotation mark in a string of JSON has a backslash in front: so these are found nowhere else. */
const LINE = '"line":0,"column":';
const SAME = '"same_as":{"line":0,"column":0}';

function cut(text: string): RecordText {
  const line = text.indexOf(LINE) + LINE.indexOf('0');
  const [before, rest] = [text.slice(0, line), text.slice(line + 1)];
  const same = rest.lastIndexOf(SAME);
  if (same < 0) return { before, middle: rest, after: undefined };
  const start = same + SAME.indexOf('{');
  return { before, middle: rest.slice(0, start), after: rest.slice(same + SAME.length) };
}

const objectOf = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

/** A mapping of the kernel that lost its present bit is in none of the states that the entry of a process can have. */
function unmappedRecord(report: LogReport, value: ExplainedValue): RefusedRecord {
  return {
    ...keysOf(report, value),
    schema: SCHEMA,
    raw: formatU64(value.value),
    error: `a mapping of the kernel that is not present: frame ${formatHex(frameOf(value) ?? 0n)}`,
  };
}

function keysOf(report: LogReport, { index, level, text }: FoundValue): LogKeys {
  return { line: report.line, column: index + 1, shape: report.shape.name, level, input: text };
}
