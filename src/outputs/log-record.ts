import { formatHex, formatU64 } from '../core/u64.ts';
import type { ExplainedReport, ExplainedValue } from '../logs/explain.ts';
import { type DecodeRecord, SCHEMA, type SwapDeviceNames, toRecord } from './record.ts';

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

/** Makes the records of a report, in the order of the text. */
export function toLogRecords(
  explained: ExplainedReport,
  devices?: SwapDeviceNames,
): readonly (LogRecord | RefusedRecord)[] {
  const { report, chosen } = explained;
  if (!chosen)
    return report.values.map(({ index, level, text, value }) => ({
      schema: SCHEMA,
      raw: formatU64(value),
      line: report.line,
      column: index + 1,
      shape: report.shape.name,
      level,
      input: text,
      error: explained.refusal ?? '',
    }));
  return explained.values.map((value) => toLogRecord(explained, chosen, value, devices));
}

function toLogRecord(
  explained: ExplainedReport,
  chosen: NonNullable<ExplainedReport['chosen']>,
  value: ExplainedValue,
  devices: SwapDeviceNames | undefined,
): LogRecord {
  const { report, findings, sameAs } = explained;
  const { kernel, source, release } = chosen;
  const isSwap = value.level === 'swap_entry';
  const { address } = report.circumstances;
  // What is said of no level in particular stands with the last value: the one that the walk is about.
  const isLast = value === explained.values.at(-1);
  return {
    ...toRecord(value.entry, { kernel, devices }),
    level: value.level,
    line: report.line,
    column: value.index + 1,
    shape: report.shape.name,
    input: value.text,
    generic: isSwap ? formatU64(value.value) : null,
    kernel_source: source,
    release: release ?? null,
    address: address === undefined ? null : formatHex(address),
    findings: findings
      .filter(({ level }) => level === value.level || (level === null && isLast))
      .map(({ code, text }) => ({ code, text })),
    same_as: sameAs && (isSwap || value.level === 'pte') ? sameAs : null,
  };
}
