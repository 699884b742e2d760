import type { DecodedEntry } from '../core/decode.ts';
import { printable } from '../core/printable.ts';
import { formatHex, formatU64 } from '../core/u64.ts';
import type { ChosenKernel } from '../logs/choose-kernel.ts';
import type { ExplainedReport, ExplainedValue } from '../logs/explain.ts';
import { kernelLine } from './long.ts';
import type { Palette } from './palette.ts';
import { markerNames, type SwapDeviceNames, swapName } from './record.ts';

/** What every line of an explanation begins with: no line of a log does. */
export const LOG_INDENT = '    | ';

const SOURCES = {
  log: 'named in the log',
  option: 'as --kernel or PTE_DECODE_KERNEL says, the log names none',
  default: 'assumed, the log names none: see --kernel',
} as const;

const LEVEL_WIDTH = 4;
const STATE_WIDTH = 10;

/** The line that says which kernel the values below it are decoded for. */
export function renderLogKernel(chosen: ChosenKernel, palette: Palette): string {
  const release = chosen.release === undefined ? '' : ` (${chosen.release})`;
  const remark = chosen.remark === undefined ? '' : `; ${chosen.remark}`;
  return `${LOG_INDENT}${palette('dim', `${kernelLine(chosen.kernel)}; ${SOURCES[chosen.source]}${release}${remark}`)}\n`;
}

/** What an entry holds: a frame, a table, a swap slot, marker bits. */
function detail(
  entry: DecodedEntry,
  value: ExplainedValue,
  chosen: ChosenKernel,
  devices?: SwapDeviceNames,
): string {
  const parts: string[] = [];
  if (entry.form === 'table') parts.push(`table at ${formatHex(entry.phys ?? 0n)}`);
  else if (entry.pfn !== null) parts.push(`pfn ${formatHex(entry.pfn)}`);
  if (entry.pageSize !== null && entry.pageSize !== 1n << BigInt(chosen.kernel.pageShift))
    parts.push(`${entry.pageSize >> 10n} KiB`);
  const names = markerNames(chosen.kernel, entry);
  if (names) parts.push(names.join(' ') || 'no marker bit');
  else if (entry.swap)
    parts.push(`type ${entry.swap.type} ${swapName(entry, devices)}, offset ${formatHex(entry.swap.offset)}`);
  if (value.level === 'swap_entry')
    parts.push(value.fits ? `as a pte ${formatU64(entry.raw)}` : 'more than a pte has room for');
  if (entry.flags.length > 0)
    parts.push(entry.flags.map((flag) => flag.replace(/^_PAGE_|^PTE_/, '')).join(' '));
  const wrong = entry.reserved | entry.unknown;
  if (wrong !== 0n) parts.push(`${entry.reserved === 0n ? 'unknown' : 'reserved'} bits ${formatHex(wrong)}`);
  return parts.join('; ');
}

/** Renders the explanation of a report: a row for each value, then what follows. */
export function renderLogReport(
  explained: ExplainedReport,
  palette: Palette,
  devices?: SwapDeviceNames,
): string {
  const { chosen, report } = explained;
  if (!chosen) return `${LOG_INDENT}${palette('bad', `not decoded: ${explained.refusal ?? ''}`)}\n`;
  const levelWidth = Math.max(LEVEL_WIDTH, ...report.values.map(({ level }) => level.length));
  const stateWidth = Math.max(STATE_WIDTH, ...explained.values.map(({ entry }) => entry.state.length));
  const rows = explained.values.map((value) => {
    const { level, entry } = value;
    const shown = palette('raw', formatU64(level === 'swap_entry' ? value.value : entry.raw));
    const start = `${LOG_INDENT}${level.padEnd(levelWidth)}  ${shown}  `;
    if (value.folded) return `${start}${palette('dim', 'the level above, printed again')}`;
    const state = palette(entry.state, entry.state.padEnd(stateWidth));
    return `${start}${state}  ${detail(entry, value, chosen, devices)}`.trimEnd();
  });
  const conclusions = explained.findings.map(({ text }) => `${LOG_INDENT}= ${palette('note', text)}`);
  return [...rows, ...conclusions].map((line) => `${line}\n`).join('');
}

/** The line above the explanation of a line that is not shown: where it stands, and what was recognised in it. */
export function renderLogHeading(report: ExplainedReport['report'], name: string, palette: Palette): string {
  return `${palette('heading', `${printable(name, 1000)}:${report.line}: ${report.shape.name}`)}\n`;
}
