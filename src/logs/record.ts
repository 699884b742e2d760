import { Kept } from '../core/later.ts';
import type { Entry } from '../core/entry/entry.ts';
import { shapeOf } from '../core/entry/shapes.ts';
import type { LabelledKernel } from '../core/verdicts/other-meanings.ts';
import { formatHex, formatU64 } from '../core/u64.ts';
import type { ShownBefore } from './explain/boot.ts';
import type { ChosenKernel } from './explain/choose-kernel.ts';
import { type SaidKernel, setAside } from './explain/set-aside.ts';
import type { Finding } from './conclude/finding.ts';
import { withoutFlags } from './hidden-flags.ts';
import type { LogReport } from './reports/report.ts';
import type { FoundValue } from './lines/find-shapes.ts';
import type { ExplainedReport, ExplainedValue } from './explain/explained.ts';
import { levelNumbers } from '../kernel/capabilities/machines.ts';
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
  /** What `--kernel` says, where the log names another kernel, which goes before it; null elsewhere. */
  readonly set_aside: string | null;
  /** The release that the log names, or null. */
  readonly release: string | null;
  /** The release that is assumed because the text speaks of it, or null. */
  readonly mentioned: string | null;
  /** What nothing tells, and is taken to be the usual. */
  readonly assumed: readonly ('architecture' | 'level' | 'levels' | 'page-size' | 'swap-layout')[];
  /** What of the kernel an earlier report of the same boot has shown, and this one does not. */
  readonly shown_before: readonly ShownBefore[];
  /** Virtual address that was touched or is mapped, or null. */
  readonly address: string | null;
  /** What follows from the value and the lines around it. */
  readonly findings: readonly { readonly code: string; readonly text: string }[];
  /** It is no level of its own: the entry of the one beside it printed again, or an empty one in front of a walk that goes on. */
  readonly folded: boolean;
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
  readonly findings: LogKeys['findings'];
}

/** Texts of entries that are kept. */
const MAX_TEXTS = 512;

/** Makes the records of the values of a log. */
export class LogRecorder {
  readonly #records: RecordTexts;
  readonly #said: SaidKernel | undefined;
  /** What was made of entries before: a log says the same thing many times. */
  readonly #texts = new Kept<Entry, string>(MAX_TEXTS);

  /**
   * @param others kernels to compare with, for the note `other-kernels`
   * @param devices names of swap areas
   * @param said the kernel of `--kernel`
   */
  constructor(others: readonly LabelledKernel[] = [], devices?: SwapDeviceNames, said?: SaidKernel) {
    this.#said = said;
    this.#records = new RecordTexts(others, devices);
  }

  /** The records of a report as lines of JSON, in the order of the text. */
  lines({ report, chosen, refusal, values, findings, ...rest }: ExplainedReport): string {
    if (!chosen)
      return report.values
        .map((value) => refusedLine(report, value, refusal ?? '', findingsOf(value, report.values, findings)))
        .join('');
    // What is said of a value without a whole record stands with the last that has one.
    const whole = values.filter(hasWholeRecord);
    const explained = { report, chosen, refusal, values, findings, ...rest };
    return values
      .map((value) => {
        const mine = findingsOf(value, whole.length > 0 ? whole : values, findings);
        return hasWholeRecord(value)
          ? this.#line(explained, chosen, value, mine)
          : refusedLine(report, value, value.old ?? '', mine);
      })
      .join('');
  }

  #line(
    explained: ExplainedReport,
    chosen: ChosenKernel,
    value: ExplainedValue,
    findings: LogKeys['findings'],
  ): string {
    const { report, sameAs } = explained;
    const { source, release, mentioned } = chosen;
    const isSwap = value.level === 'swap_entry';
    const { address } = report.circumstances;
    const keys: LogKeys = {
      ...placeOf(report, value),
      generic: isSwap ? formatU64(value.value) : null,
      kernel_source: source,
      set_aside: setAside(chosen, this.#said),
      release: release ?? null,
      mentioned: mentioned ?? null,
      assumed: [
        ...(chosen.isArchAssumed ? (['architecture'] as const) : []),
        ...(report.isLevelAssumed ? (['level'] as const) : []),
        ...(chosen.hasLevels || levelNumbers(chosen.kernel.arch).length < 2 ? [] : (['levels'] as const)),
        ...(chosen.otherSizes.length > 0 ? (['page-size'] as const) : []),
        ...(chosen.otherLayout ? (['swap-layout'] as const) : []),
      ],
      shown_before: explained.shownBefore,
      address: address === undefined ? null : formatU64(address),
      findings,
      folded: value.folded,
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

/** Whether the tables read a value as what it is: none is of a kernel too old for them. */
const hasWholeRecord = ({ old }: ExplainedValue): boolean => old === undefined;

/** The rules of an entry whose type and offset alone are an empty pte: what makes a pte with them another is not among the bits shown. */
function withHiddenFlag(rules: object): object {
  const why =
    'pte_none() is false of a pte with them, which has a flag as well that the message does not show';
  return { ...rules, 1: { holds: true, why } };
}

const objectOf = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

/** What follows from one of the values that have findings: what is said of none of these stands with the last, which the walk is about. */
function findingsOf(
  value: FoundValue,
  values: readonly FoundValue[],
  findings: readonly Finding[],
): LogKeys['findings'] {
  if (!values.includes(value)) return [];
  const isLast = value === values.at(-1);
  const levels = values.map(({ level }) => level);
  return findings
    .filter(({ level }) => level === value.level || (isLast && (level === null || !levels.includes(level))))
    .map(({ code, text }) => ({ code, text }));
}

function refusedLine(
  report: LogReport,
  value: FoundValue,
  error: string,
  findings: LogKeys['findings'],
): string {
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
    findings,
  };
  return `${JSON.stringify(record)}\n`;
}

function placeOf(report: LogReport, { index, row = 0, text }: FoundValue): PlaceKeys {
  return { line: report.line + row, column: index + 1, shape: report.shape.name, input: text };
}
