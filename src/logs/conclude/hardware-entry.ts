import { type Entry, numberOf } from '../../core/entry/entry.ts';
import { passes } from '../../core/entry/shapes.ts';
import { formatHex, maskOf } from '../../core/u64.ts';

/** What the entry of the hardware says, beside the one of the kernel. */
export interface HardwareReading {
  /** What an oops calls it. */
  readonly name: string;
  readonly isReadOnly: boolean;
  /** It has no frame: every access faults. */
  readonly isEmpty: boolean;
  /** All of it, in one sentence. */
  readonly text: string;
}

/**
 * Reads the entry of the hardware that stands beside an entry of the kernel.
 *
 * @param raw undefined where the log shows none
 */
export function readHardwareEntry(entry: Entry, raw: bigint | undefined): HardwareReading | undefined {
  const table = entry.kernel.machine.hardwareEntry;
  const kind = raw === undefined ? undefined : table?.kinds.find((row) => passes(raw, row));
  if (table === undefined || raw === undefined || !kind) return undefined;
  const { frame } = kind;
  const rights = frame && table.rights.find((row) => passes(raw, row));
  const pfn = frame && (raw & maskOf(frame.hi, frame.lo)) >> BigInt(entry.kernel.pageShift);
  const what = pfn === undefined ? '' : `${kind.text === 'maps' ? '' : ','} pfn ${formatHex(pfn)}`;
  const isOther = pfn !== undefined && numberOf(entry, 'pfn') !== pfn;
  const said = [`${kind.text}${what}`, ...(rights ? [rights.text] : [])].join(', ');
  return {
    name: table.name,
    isReadOnly: rights?.isReadOnly === true,
    isEmpty: frame === undefined,
    text: `the entry of the hardware (${table.name} ${formatHex(raw)}), which does not have ${table.lacks}, ${said}${isOther ? "; the kernel's own entry says something else" : ''}`,
  };
}
