import { Kept } from '../core/later.ts';
import type { Entry } from '../core/entry/entry.ts';
import { shapeOf } from '../core/entry/shapes.ts';
import type { LabelledKernel } from '../core/verdicts/other-meanings.ts';
import { formatHex, formatU64 } from '../core/u64.ts';
import type { ShownBefore } from './explain/boot.ts';
import type { ChosenKernel } from './explain/choose-kernel.ts';
import { withoutFlags } from './hidden-flags.ts';
import type { LogReport } from './reports/report.ts';
import type { FoundValue } from './lines/find-shapes.ts';
import { type ExplainedReport, type ExplainedValue, frameOf } from './explain/explained.ts';
import type { SwapDeviceNames } from '../records/property.ts';
import { SCHEMA } from '../records/schema-number.ts';
import { RecordTexts } from '../records/templates/record-texts.ts';

/** The keys that the record of a value in a log has beside those of a decoded entry. */
interface PlaceKeys {
  /** 1-based line of the log, and 1-based column of the value in UTF-16 units. */
  readonly line: number;
  readonly column: number;
  readonly shape: string;
  /** The value as the log has it. */
  readonly input: string;
}

/** The keys that only a value which is decoded has. */
interface LogKeys extends PlaceKeys {
  /** Of a `swap_entry`: the `swp_entry_t` as printed; `raw` is the pte that holds it. Null otherwise. */
  readonly generic: string | null;
  /** Where the kernel comes from. */
  readonly kernel_source: string;
  /** The release that the log names, or null. */
  readonly release: string | null;
  /** What nothing tells, and is taken to be the usual. */
  readonly assumed: readonly ('architecture' | 'page-size' | 'swap-layout')[];
  /** What of the kernel an earlier report of the same boot has shown, and this one does not. */
  readonly shown_before: readonly ShownBefore[];
  /** Virtual address that was touched or is mapped, or null. */
  readonly address: string | null;
  /** What follows from the value and the lines around it. */
  readonly findings: readonly { readonly code: string; readonly text: string }[];
  /** The same swap entry in its other form, printed before; null when there is none. */
  readonly same_as: { readonly line: number; readonly column: number } | null;
}

/** The record of a value that cannot be decoded. */
interface RefusedRecord extends PlaceKeys {
  /** `pgd` … `pte`, or `swap_entry` for a generic entry. */
  readonly level: string;
  readonly schema: typeof SCHEMA;
  readonly raw: string;
  readonly error: string;
}

/** Texts of entries that are kept. */
const MAX_TEXTS = 256;

/** Makes the records of the values of a log. */
export class LogRecorder {
  readonly #records: RecordTexts;
  /** What was made of entries before: a log says the same thing many times. */
  readonly #texts = new Kept<Entry, string>(MAX_TEXTS);

  /**
   * @param others kernels to compare with, for the note `other-kernels`
   * @param devices names of swap areas
   */
  constructor(others: readonly LabelledKernel[] = [], devices?: SwapDeviceNames) {
    this.#records = new RecordTexts(others, devices);
  }

  /** The records of a report as lines of JSON, in the order of the text. */
  lines(explained: ExplainedReport): string {
    const { report, chosen, refusal, values } = explained;
    if (chosen)
      return values
        .map((value) =>
          value.unmapped
            ? unmappedLine(report, value)
            : value.old === undefined
              ? this.#line(explained, chosen, value)
              : refusedLine(report, value, value.old),
        )
        .join('');
    return report.values.map((value) => refusedLine(report, value, refusal ?? '')).join('');
  }

  #line(explained: ExplainedReport, chosen: ChosenKernel, value: ExplainedValue): string {
    const { report, findings, sameAs } = explained;
    const { source, release } = chosen;
    const isSwap = value.level === 'swap_entry';
    const { address } = report.circumstances;
    // What is said of no level in particular stands with the last value: the one that the walk is about.
    const isLast = value === explained.values.at(-1);
    const levels = explained.values.map((other) => other.level);
    const keys: LogKeys = {
      ...placeOf(report, value),
      generic: isSwap ? formatU64(value.value) : null,
      kernel_source: source,
      release: release ?? null,
      assumed: [
        ...(chosen.isArchAssumed ? (['architecture'] as const) : []),
        ...(chosen.otherSizes.length > 0 ? (['page-size'] as const) : []),
        ...(chosen.otherLayout ? (['swap-layout'] as const) : []),
      ],
      shown_before: explained.shownBefore,
      address: address === undefined ? null : formatU64(address),
      findings: findings
        .filter(
          ({ level }) => level === value.level || (isLast && (level === null || !levels.includes(level))),
        )
        .map(({ code, text }) => ({ code, text })),
      same_as: sameAs && (isSwap || value.level === 'pte') ? sameAs : null,
    };
    return `${this.#entry(value).slice(0, -1)},${JSON.stringify(keys).slice(1)}\n`;
  }

  /** The record of the entry, with what the log calls its level. */
  #entry({ entry, level, tooLarge }: ExplainedValue): string {
    const text = this.#texts.once(entry, () => this.#records.text(entry));
    if (level !== 'swap_entry') return text;
    const named = withoutFlags(text.replace(`"level":"${entry.level}"`, `"level":"${level}"`), entry);
    const isBare = shapeOf(entry.kernel, 'pte', entry.raw).form === 'none';
    if (!tooLarge && !isBare) return named;
    const fixed = (key: string, member: unknown): unknown =>
      key === 'swap' && tooLarge
        ? { ...objectOf(member), type: tooLarge.type, offset: formatHex(tooLarge.offset) }
        : key === 'rules' && isBare
          ? withHiddenFlag(objectOf(member))
          : member;
    return JSON.stringify(JSON.parse(named, fixed));
  }
}

/** The rules of an entry whose type and offset alone are an empty pte: what makes a pte with them another is not among the bits shown. */
function withHiddenFlag(rules: object): object {
  const why =
    'pte_none() is false of a pte with them, which has a flag as well that the message does not show';
  return { ...rules, 1: { holds: true, why } };
}

const objectOf = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

/** A mapping of the kernel that lost its present bit is in none of the states that the entry of a process can have. */
function unmappedLine(report: LogReport, value: ExplainedValue): string {
  const frame = formatHex(frameOf(value) ?? 0n);
  return refusedLine(report, value, `a mapping of the kernel that is not present: frame ${frame}`);
}

function refusedLine(report: LogReport, value: FoundValue, error: string): string {
  const { line, column, shape, input } = placeOf(report, value);
  const raw = formatU64(value.value);
  const record: RefusedRecord = {
    line,
    column,
    shape,
    level: value.level,
    input,
    schema: SCHEMA,
    raw,
    error,
  };
  return `${JSON.stringify(record)}\n`;
}

function placeOf(report: LogReport, { index, text }: FoundValue): PlaceKeys {
  return { line: report.line, column: index + 1, shape: report.shape.name, input: text };
}
