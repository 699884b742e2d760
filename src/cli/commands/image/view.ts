import { counted } from '../../../core/counted.ts';
import { printable } from '../../../core/printable.ts';
import { formatHex, formatU64 } from '../../../core/u64.ts';
import type { ImageInfo, MemoryRange } from '../../../images/memory.ts';
import { findMachine } from '../../../kernel/capabilities/machines.ts';
import type { Palette } from '../../../records/text/palette.ts';
import { SCHEMA } from '../../../records/schema-number.ts';
import { formatBytes } from '../../../core/size-text.ts';

/** What `image` shows beside the image itself. */
export interface ImageReport {
  readonly info: ImageInfo;
  /** The first ranges, and how many there are in all. */
  readonly ranges: readonly MemoryRange[];
  readonly rangeCount: number;
  readonly bytes: bigint;
  /** Name for `--kernel` that fits, and what else follows for the model. */
  readonly kernel: string | undefined;
  readonly paging: number | undefined;
  readonly encBit: number | undefined;
}

/** Draws what an image is. */
export function renderImage(report: ImageReport, palette: Palette): string {
  const { info, ranges, rangeCount } = report;
  const row = (label: string, text: string): string => `${palette('dim', label.padEnd(12))}${text}`;
  const more = rangeCount - ranges.length;
  return [
    ...kernelRows(report, palette).flatMap(([label, text]) => (text === undefined ? [] : [row(label, text)])),
    ...info.cpus.map((cpu) => row(`CPU ${cpu.cpu}`, registersText(info, cpu, palette))),
    row('memory', `${formatBytes(Number(report.bytes))} in ${counted(rangeCount, 'range')}`),
    ...ranges.map(
      ({ start, end }) =>
        `            ${formatU64(start)}-${formatU64(end)}  ${formatBytes(Number(end - start)).padStart(9)}`,
    ),
    ...(more > 0 ? [`            … and ${more} more (--json has all)`] : []),
    ...info.notes.map((note) => row('note', palette('note', printable(note, 400)))),
    '',
  ].join('\n');
}

/** The file and its kernel: labels and texts, undefined where there is nothing to say. */
function kernelRows(
  { info, kernel, paging, encBit }: ImageReport,
  palette: Palette,
): readonly (readonly [string, string | undefined])[] {
  const { pageSize, kernelOffset, physBase, release = info.release } = info.vmcoreinfo ?? {};
  const name = kernel === undefined ? '' : ` (--kernel ${kernel})`;
  return [
    ['file', printable(info.path, 400)],
    ['format', `${info.summary}${info.machine === undefined ? '' : `, ${info.machine}`}`],
    ['size', info.fileSize === Infinity ? undefined : formatBytes(info.fileSize)],
    ['kernel', release === undefined ? undefined : `${palette('heading', release)}${name}`],
    ['paging', paging === undefined ? undefined : `${paging} levels`],
    ['encryption', encBit === undefined ? undefined : `bit ${encBit}`],
    ['page size', pageSize === undefined ? undefined : `${pageSize} bytes`],
    ['KASLR', kernelOffset === undefined ? undefined : `kernel moved by ${formatHex(kernelOffset)}`],
    ['phys_base', physBase === undefined ? undefined : signedHex(physBase)],
  ];
}

function registersText(
  info: ImageInfo,
  { cr3, cr4, pc, roots, used }: ImageInfo['cpus'][number],
  palette: Palette,
): string {
  const machine = info.machine === undefined ? undefined : findMachine(info.machine);
  const shown = (name: string, value: bigint | undefined): readonly string[] =>
    value === undefined ? [] : [`${name} ${palette('number', formatHex(value))}`];
  const parts = [
    ...(roots === undefined
      ? shown(machine?.rootRegister ?? 'root', cr3)
      : [...roots].flatMap(([name, value]) => shown(name, value))),
    ...(used === undefined ? [] : [`in use ${used}`]),
    ...(cr4 === undefined ? [] : [`${machine?.tables?.control?.name ?? 'control'} ${formatHex(cr4)}`]),
    ...(pc === undefined ? [] : [`at ${formatU64(pc)}`]),
  ];
  return parts.length > 0 ? parts.join(', ') : 'no registers that pte-decode reads';
}

const signedHex = (value: bigint): string => (value < 0n ? `-${formatHex(-value)}` : formatHex(value));

/** The JSON object of `image`. */
export function imageRecord(report: ImageReport): object {
  const { info } = report;
  const { vmcoreinfo } = info;
  const hex = (value: bigint | undefined): string | null => (value === undefined ? null : formatHex(value));
  return {
    schema: SCHEMA,
    file: info.path,
    format: info.format,
    summary: info.summary,
    file_size: info.fileSize === Infinity ? null : info.fileSize,
    machine: info.machine ?? null,
    little_endian: info.littleEndian,
    release: vmcoreinfo?.release ?? info.release ?? null,
    kernel: report.kernel ?? null,
    paging: report.paging ?? null,
    enc_bit: report.encBit ?? null,
    page_size: vmcoreinfo?.pageSize ?? null,
    build_id: vmcoreinfo?.buildId ?? null,
    phys_base: vmcoreinfo?.physBase === undefined ? null : signedHex(vmcoreinfo.physBase),
    kernel_offset: hex(vmcoreinfo?.kernelOffset),
    sme_mask: hex(vmcoreinfo?.smeMask),
    symbols: Object.fromEntries(
      [...(vmcoreinfo?.symbols ?? [])].map(([name, value]) => [name, formatU64(value)]),
    ),
    cpus: info.cpus.map(({ cpu, cr3, cr4, pc, roots = [], used }) => ({
      cpu,
      cr3: hex(cr3),
      cr4: hex(cr4),
      pc: hex(pc),
      roots: Object.fromEntries([...roots].map(([name, value]) => [name, formatHex(value)])),
      used: used ?? null,
    })),
    memory: report.ranges.map(({ start, end }) => ({ start: formatHex(start), end: formatHex(end) })),
    memory_bytes: Number(report.bytes),
    notes: info.notes,
  };
}
