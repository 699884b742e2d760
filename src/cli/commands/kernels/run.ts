import { recordLine } from '../../../records/schema-number.ts';
import { formatHex } from '../../../core/u64.ts';
import { parseVersion, releasesText } from '../../../core/version.ts';
import { configSymbols } from '../../../kernel/config.ts';
import { refuseOtherArch } from '../../options/kernel/arch-argument.ts';
import { DEFAULT_ARCH } from '../../../kernel/capabilities/machines.ts';
import { PROFILES, RELEASES } from '../../../kernel/profiles.ts';
import { resolveKernel } from '../../../kernel/resolve.ts';
import { renderTable, type TableStyle } from '../../../records/text/columns.ts';
import { EXIT } from '../../exit.ts';
import type { Action } from '../../spec.ts';
import { ownTableStyle } from '../../options/output/table-style.ts';

/** `pte-decode kernels`. */
export const action: Action = async (invocation, io) => {
  const style = await ownTableStyle(invocation, io);
  refuseOtherArch(invocation, 'kernels');
  const { arch, layout } = resolveKernel({
    arch: invocation.value('arch') ?? invocation.args[0] ?? DEFAULT_ARCH,
  });
  const json = invocation.has('json');
  io.stdout.write(
    invocation.has('symbols') ? symbolsText(arch, json, style) : kernelsText(arch, layout.since, json, style),
  );
  return EXIT.ok;
};

const jsonLines = (records: readonly object[]): string => records.map(recordLine).join('');

function kernelsText(arch: string, since: string, json: boolean, style: TableStyle): string {
  const isCovered = ({ release }: { release: string }): boolean =>
    parseVersion(release) >= parseVersion(since);
  const first = resolveKernel({ arch }).profile;
  const profiles = PROFILES.filter(isCovered).map(({ name, text, src }) => ({ name, text, src }));
  const releases = RELEASES.filter((release) => isCovered({ release })).map((name) => ({
    name,
    text: `Linux ${name}, standard configuration`,
    src: '',
  }));
  const all = [...profiles, ...releases].map(({ name, text, src }) => {
    const kernel = resolveKernel({ kernel: name, arch });
    const special = kernel.swapTypes.flatMap((type) =>
      type.kind === 'swap' ? [] : [{ type: type.number, name: type.name }],
    );
    return { name, text, src, kernel, special };
  });
  if (json)
    return jsonLines(
      all.map(({ name, text, src, kernel, special }) => ({
        name,
        release: kernel.release,
        text,
        src,
        default: name === first,
        arch,
        max_swapfiles: kernel.maxSwapfiles,
        special_types: special,
        marker_mask: formatHex(kernel.markerMask),
      })),
    );
  const rows = all.map(({ name, text, kernel, special }) => ({
    name,
    areas: `0-${kernel.maxSwapfiles - 1}`,
    types: special.map((type) => `${type.type}=${type.name.replace('SWP_', '')}`).join(' '),
    remark: [
      ...(PROFILES.some((profile) => profile.name === name) ? [text] : []),
      ...(name === first ? ['default'] : []),
    ].join('; '),
  }));
  return (
    renderTable(
      joinAlike(rows).map(({ name, areas, types, remark }) => [name, areas, types, remark]),
      style,
      { heading: ['name', 'swap areas', 'special types', ''] },
    ) +
    renderTable(
      [['host', 'the running kernel, its configuration from /proc/config.gz or /boot/config-RELEASE']],
      style,
      { least: [Math.max(...rows.map(({ name }) => name.length))] },
    )
  );
}

/** A row of the list of kernels. */
interface KernelRow {
  readonly name: string;
  readonly areas: string;
  readonly types: string;
  readonly remark: string;
}

/** Neighbouring rows that say the same of their kernels, as one; those with a remark stay alone. */
function joinAlike(rows: readonly KernelRow[]): readonly KernelRow[] {
  const runs: KernelRow[][] = [];
  for (const row of rows) {
    const before = runs.at(-1)?.at(-1);
    const isAlike = before?.remark === '' && row.remark === '';
    if (isAlike && before.areas === row.areas && before.types === row.types) runs.at(-1)?.push(row);
    else runs.push([row]);
  }
  return runs.flatMap(([row, ...more]) => {
    const last = more.at(-1);
    return row ? [{ ...row, name: last ? `${row.name}-${last.name}` : row.name }] : [];
  });
}

function symbolsText(arch: string, json: boolean, style: TableStyle): string {
  const rows = configSymbols(arch).map((symbol) => ({
    name: symbol.runtime ? symbol.name : `CONFIG_${symbol.name}`,
    standard:
      typeof symbol.standard === 'boolean'
        ? symbol.standard
          ? 'y'
          : 'n'
        : `y since ${symbol.standard.since}`,
    exists: releasesText(symbol),
    runtime: symbol.runtime ?? false,
    text: symbol.text,
  }));
  if (json) return jsonLines(rows);
  return renderTable(
    rows.map((row) => [
      row.name,
      row.standard,
      row.exists,
      `${row.text}${row.runtime ? ' (property of the machine)' : ''}`,
    ]),
    style,
    { heading: ['symbol', 'standard', 'releases', 'what it changes'] },
  );
}
