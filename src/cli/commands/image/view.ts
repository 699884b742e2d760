import { printable } from '../../../core/printable.ts';
import { formatHex, formatU64 } from '../../../core/u64.ts';
import type { ImageInfo, MemoryRange } from '../../../images/memory.ts';
import { findMachine } from '../../../kernel/capabilities/machines.ts';
import type { Palette } from '../../../records/text/palette.ts';
import { SCHEMA } from '../../../records/schema-number.ts';
import { formatBytes } from '../../../pages/size-text.ts';

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
  const { vmcoreinfo } = info;
  const lines: string[] = [];
  const row = (label: string, text: string): void => {
    lines.push(`${palette('dim', label.padEnd(12))}${text}`);
  };
  row('file', printable(info.path, 400));
  row('format', `${info.summary}${info.machine === undefined ? '' : `, ${info.machine}`}`);
  if (info.fileSize !== Infinity) row('size', formatBytes(info.fileSize));
  const release = vmcoreinfo?.release ?? info.release;
  if (release !== undefined)
    row(
      'kernel',
      `${palette('heading', release)}${report.kernel === undefined ? '' : ` (--kernel ${report.kernel})`}`,
    );
  if (report.paging !== undefined) row('paging', `${report.paging} levels`);
  if (report.encBit !== undefined) row('encryption', `bit ${report.encBit}`);
  if (vmcoreinfo?.pageSize !== undefined) row('page size', `${vmcoreinfo.pageSize} bytes`);
  if (vmcoreinfo?.kernelOffset !== undefined)
    row('KASLR', `kernel moved by ${formatHex(vmcoreinfo.kernelOffset)}`);
  if (vmcoreinfo?.physBase !== undefined) row('phys_base', signedHex(vmcoreinfo.physBase));
  const machine = info.machine === undefined ? undefined : findMachine(info.machine);
  for (const cpu of info.cpus) {
    const parts = [
      ...(cpu.cr3 === undefined
        ? []
        : [`${machine?.rootRegister ?? 'root'} ${palette('number', formatHex(cpu.cr3))}`]),
      ...(cpu.cr4 === undefined
        ? []
        : [`${machine?.tables?.control?.name ?? 'control'} ${formatHex(cpu.cr4)}`]),
      ...(cpu.pc === undefined ? [] : [`at ${formatU64(cpu.pc)}`]),
    ];
    row(`CPU ${cpu.cpu}`, parts.length > 0 ? parts.join(', ') : 'no registers that pte-decode reads');
  }
  row('memory', `${formatBytes(Number(report.bytes))} in ${rangeCount} range${rangeCount === 1 ? '' : 's'}`);
  for (const { start, end } of ranges)
    lines.push(
      `            ${formatU64(start)}-${formatU64(end)}  ${formatBytes(Number(end - start)).padStart(9)}`,
    );
  if (rangeCount > ranges.length)
    lines.push(`            … and ${rangeCount - ranges.length} more (--json has all)`);
  for (const note of info.notes) row('note', palette('note', printable(note, 400)));
  return lines.join('\n') + '\n';
}

function signedHex(value: bigint): string {
  return value < 0n ? `-${formatHex(-value)}` : formatHex(value);
}

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
    cpus: info.cpus.map((cpu) => ({ cpu: cpu.cpu, cr3: hex(cpu.cr3), cr4: hex(cpu.cr4), pc: hex(cpu.pc) })),
    memory: report.ranges.map(({ start, end }) => ({ start: formatHex(start), end: formatHex(end) })),
    memory_bytes: Number(report.bytes),
    notes: info.notes,
  };
}
