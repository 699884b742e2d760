import { Kept } from '../core/later.ts';
import { type Entry, flagNames, hasBit, numberOf, pageSizeOf, swapOf } from '../core/entry/entry.ts';
import { LEVELS } from '../core/rows/layout.ts';
import type { SwapEntry } from '../core/entry/swap-entry.ts';
import { printable } from '../core/printable.ts';
import { formatHex, formatU64 } from '../core/u64.ts';
import type { ChosenKernel } from './explain/choose-kernel.ts';
import { type SaidKernel, setAside } from './explain/set-aside.ts';
import type { ExplainedReport, ExplainedValue } from './explain/explained.ts';
import { isPteOpen } from './explain/generic-entry.ts';
import type { LogReport } from './reports/report.ts';
import type { ShownBefore } from './explain/boot.ts';
import type { TableStyle } from '../records/text/columns.ts';
import { foldLine } from '../records/text/fold.ts';
import { kernelName } from '../records/text/kernel-id.ts';
import type { Palette } from '../records/text/palette.ts';
import { markerNames, swapName } from '../records/properties.ts';
import type { SwapDeviceNames } from '../records/property.ts';

/** What every line of an explanation begins with: no line of a log does. */
export const LOG_INDENT = '    | ';

const SOURCES = {
  log: 'named in the log',
  elsewhere: 'named elsewhere in the log',
  option: 'as --kernel, --config or PTE_DECODE_KERNEL says, no name was found in its report',
  default:
    'assumed, no name was found in its report (the newest that no known message or date rules out): see --kernel',
  oldest: 'assumed, no name was found in its report: see --kernel',
} as const;

/** The same where the log names kernels that a report is not known to be of. */
const UNNAMED = {
  option: 'as --kernel, --config or PTE_DECODE_KERNEL says',
  default: 'assumed (the newest that no known message or date rules out)',
  oldest: 'assumed',
} as const;

/** What a further line of an explanation begins with. */
const NARROW = `${LOG_INDENT}  `;
/** Columns of a value. */
const VALUE_WIDTH = 18;
const LEVEL_WIDTH = 4;
const STATE_WIDTH = 10;

/** What an earlier report can have shown of the kernel. */
const SHOWN_BEFORE: Readonly<Record<ShownBefore, string>> = {
  levels: 'the levels',
  'page-size': 'the page size',
  'encryption-bit': 'the encryption bit',
  'swap-layout': 'the layout of swap entries',
  'address-split': 'where user addresses end',
};

/** Kernels of which is kept what was said. */
const MAX_KERNELS = 256;

/** Says which kernel values are decoded for: when it is another than before, or more of it is known. */
export class KernelTeller {
  readonly #style: TableStyle;
  readonly #said: SaidKernel | undefined;
  #chosen: ChosenKernel | undefined;
  #text = '';
  /** The hypervisor whose tables were shown last; undefined: none. */
  #hypervisor: string | undefined;
  readonly #told = new Set<ShownBefore>();
  /** What was said of kernels before. */
  readonly #texts = new Kept<ChosenKernel, string>(MAX_KERNELS);

  /** @param said the kernel of `--kernel` */
  constructor(style: TableStyle, said?: SaidKernel) {
    this.#style = style;
    this.#said = said;
  }

  /** What is to be said in front of the values of a report; empty when nothing is new. */
  tell({ chosen, shownBefore, report: { shape } }: ExplainedReport): string {
    if (!chosen) return '';
    let said = '';
    if (chosen !== this.#chosen || shape.hypervisor !== this.#hypervisor) {
      this.#chosen = chosen;
      this.#hypervisor = shape.hypervisor;
      const text =
        shape.hypervisor === undefined
          ? this.#texts.once(chosen, () => renderLogKernel(chosen, [], this.#style, this.#said))
          : renderHypervisor(shape.hypervisor, chosen, this.#style);
      if (text !== this.#text) {
        this.#text = text;
        this.#told.clear();
        if (shownBefore.length === 0) said = text;
      }
    }
    if (shownBefore.every((name) => this.#told.has(name))) return said;
    for (const name of shownBefore) this.#told.add(name);
    return said + renderLogKernel(chosen, shownBefore, this.#style, this.#said);
  }
}

/** The line that says of values that they are a hypervisor's, which are read as the CPU reads them. */
function renderHypervisor(name: string, { kernel }: ChosenKernel, { palette, terminal }: TableStyle): string {
  const text = `${name}, ${kernel.arch}: a walk that ${name} printed, of tables of its own or of a guest; its entries with the names that Linux has for their bits`;
  return `${foldLine(LOG_INDENT, palette('dim', text), terminal, NARROW)}\n`;
}

/**
 * The line that says which kernel the values below it are decoded for.
 *
 * @param before what of that an earlier report of the same boot has shown
 * @param said the kernel of `--kernel`
 */
function renderLogKernel(
  chosen: ChosenKernel,
  before: readonly ShownBefore[],
  { palette, terminal }: TableStyle,
  said: SaidKernel | undefined,
): string {
  const other = setAside(chosen, said);
  const instead = other === null ? '' : `; that goes before --kernel ${printable(other, 100)}`;
  const release = chosen.release === undefined ? '' : ` (${chosen.release})`;
  const remark = chosen.remark === undefined ? '' : `; ${chosen.remark}`;
  const from = chosen.isRuledOut === true ? 'oldest' : chosen.source;
  const source =
    from !== 'log' && from !== 'elsewhere' && chosen.disagreeing.length > 0
      ? `${UNNAMED[from]}: the log names ${chosen.disagreeing.map((name) => printable(name, 100)).join(' and ')} elsewhere, none for this`
      : chosen.mentioned === undefined
        ? SOURCES[from]
        : `assumed, the text speaks of Linux ${printable(chosen.mentioned, 100)}: see --kernel`;
  const arch = chosen.isArchAssumed ? ' (architecture assumed)' : '';
  const size = chosen.kernel.pageShift - 10;
  const pages = chosen.otherSizes.length > 0 ? ` (pages of ${1 << size} KiB assumed)` : '';
  const levels = chosen.areLevelsAssumed === true ? ` (${chosen.kernel.paging}-level paging assumed)` : '';
  const names = before.map((name) => SHOWN_BEFORE[name]).join(' and ');
  const earlier = names === '' ? '' : `; ${names} as an earlier report of this log shows`;
  const text = `${kernelName(chosen.kernel, chosen.hasLevels)}${arch}${levels}${pages}; ${source}${release}${instead}${remark}${earlier}`;
  return `${foldLine(LOG_INDENT, palette('dim', text), terminal, NARROW)}\n`;
}

/**
 * What an entry holds: a frame, a table, a swap slot, marker bits.
 *
 * @param hasOwnBits whether a hypervisor has bits of its own in it
 */
function detail(
  entry: Entry,
  devices: SwapDeviceNames | undefined,
  swap: SwapEntry | null = swapOf(entry),
  hasOwnBits = false,
): string {
  const parts: string[] = [];
  const pfn = numberOf(entry, 'pfn');
  const size = pageSizeOf(entry);
  const flags = flagNames(entry);
  if (entry.form === 'table') parts.push(`table at ${formatHex(numberOf(entry, 'phys') ?? 0n)}`);
  else if (pfn !== null) parts.push(`pfn ${formatHex(pfn)}`);
  if (size !== null && size !== 1n << BigInt(entry.kernel.pageShift)) parts.push(`${size >> 10n} KiB`);
  const names = markerNames(entry);
  if (names) parts.push(names.join(' ') || 'no marker bit');
  else if (swap)
    parts.push(`type ${swap.type} ${swapName(entry, { devices })}, offset ${formatHex(swap.offset)}`);
  if (flags.length > 0) parts.push(flags.map((flag) => flag.replace(/^_PAGE_|^PTE_/, '')).join(' '));
  if (hasBit(entry, 'maybe_uffd_wp', 'maybe_swp_uffd_wp')) parts.push('UFFD_WP if this build has the bit');
  const { reserved, unknown } = entry;
  if (reserved !== 0n && !hasOwnBits) parts.push(`reserved bits ${formatHex(reserved)}`);
  if (unknown !== 0n && !hasOwnBits) parts.push(`unknown bits ${formatHex(unknown)}`);
  return parts.join('; ');
}

/** Of a level that the kernel does not have: which other one is printed in its place, in this line or another. */
function foldedText({ level, value, entry: { kernel } }: ExplainedValue, { walk }: LogReport): string {
  const at = walk.findIndex((other) => other.level === level);
  // Farther away is another empty entry, with which the walk ends.
  if (![walk[at - 1], walk[at + 1]].some((beside) => beside?.value === value))
    return 'empty, and no level of this walk, which goes on below';
  const top = LEVELS.findIndex((name) => name === kernel.levels[0]?.level);
  return LEVELS.findIndex((name) => name === level) < top
    ? `folded: the same entry as ${LEVELS[top] ?? ''}`
    : 'the level above, printed again';
}

/** What else is to be said of a generic entry: the pte with it, where the architecture is known. */
function genericText({ level, tooLarge, pte }: ExplainedValue, chosen: ChosenKernel): string {
  if (level !== 'swap_entry') return '';
  if (tooLarge) return '; more than a pte has room for';
  return isPteOpen(chosen) || pte === undefined ? '' : `; as a pte ${formatU64(pte)}`;
}

/** Texts that are kept of each kind. */
const MAX_TEXTS = 128;

/** Renders the explanations of a log. */
export class LogRenderer {
  readonly #style: TableStyle;
  readonly #devices: SwapDeviceNames | undefined;
  /** What was said of entries, and of whole reports, before: a log says the same thing many times. */
  readonly #details = new Kept<Entry, string>(MAX_TEXTS);
  readonly #texts = new Kept<ExplainedReport['findings'], string>(MAX_TEXTS);

  constructor(style: TableStyle, devices?: SwapDeviceNames) {
    this.#style = style;
    this.#devices = devices;
  }

  /** A row for each value, then what follows from them. */
  report(explained: ExplainedReport): string {
    return this.#texts.once(explained.findings, () => this.#render(explained));
  }

  #render({ chosen, report, refusal, values, findings }: ExplainedReport): string {
    const { palette, terminal } = this.#style;
    if (!chosen) {
      const { named } = report;
      const said = named?.isMention ? 'the text speaks of Linux' : 'kernel';
      const release = named === undefined ? '' : ` (${said} ${printable(named.release, 100)})`;
      const text = palette('bad', `not decoded: ${refusal ?? ''}${release}`);
      return `${foldLine(LOG_INDENT, text, terminal, NARROW)}\n${this.#findings(findings)}`;
    }
    const levelWidth = Math.max(LEVEL_WIDTH, ...report.values.map(({ level }) => level.length));
    const stateWidth = Math.max(STATE_WIDTH, ...values.map(({ entry }) => entry.state.length));
    let text = '';
    for (const value of values) {
      const { level, entry, folded, old } = value;
      const shown = palette('raw', formatU64(level === 'swap_entry' ? value.value : entry.raw));
      const head = `${LOG_INDENT}${level.padEnd(levelWidth)}  ${shown}  `;
      const below = `${LOG_INDENT}${' '.repeat(levelWidth + VALUE_WIDTH + stateWidth + 6)}`;
      const [role, state] =
        old === undefined ? [entry.state, entry.state] : (['note', 'not decoded'] as const);
      const stated = palette(role, state.padEnd(stateWidth));
      const line = folded
        ? foldLine(head, palette('dim', foldedText(value, report)), terminal, below, NARROW)
        : foldLine(
            `${head}${stated}  `,
            old === undefined
              ? `${this.#detail(value, report.circumstances.paravirtual)}${genericText(value, chosen)}${report.isLevelAssumed ? ' (level assumed)' : ''}`.trimStart()
              : findings.length > 0
                ? ''
                : old,
            terminal,
            below,
            NARROW,
          );
      text += `${line.trimEnd()}\n`;
    }
    return text + this.#findings(findings);
  }

  #findings(findings: ExplainedReport['findings']): string {
    const { palette, terminal } = this.#style;
    return findings
      .map(({ text }) => `${foldLine(`${LOG_INDENT}= `, palette('note', text), terminal, NARROW)}\n`)
      .join('');
  }

  #detail({ entry, tooLarge }: ExplainedValue, hasOwnBits = false): string {
    if (tooLarge) return detail(entry, this.#devices, tooLarge);
    if (hasOwnBits) return detail(entry, this.#devices, swapOf(entry), true);
    return this.#details.once(entry, () => detail(entry, this.#devices));
  }
}

/** The line above the explanation of a line that is not shown: where it stands, and what was recognised in it. */
export function renderLogHeading(report: ExplainedReport['report'], name: string, palette: Palette): string {
  return `${palette('heading', `${printable(name, 1000)}:${report.line}: ${report.shape.name}`)}\n`;
}
