import { SCHEMA } from '../../../records/schema-number.ts';
import { formatHex } from '../../../core/u64.ts';
import { parseVersion } from '../../../core/version.ts';
import { configSymbols } from '../../../kernel/config.ts';
import { DEFAULT_ARCH } from '../../../kernel/machines.ts';
import { PROFILES, RELEASES } from '../../../kernel/profiles.ts';
import { resolveKernel } from '../../../kernel/resolve.ts';
import { EXIT } from '../../exit.ts';
import type { Action } from '../../spec.ts';
import { paletteFromOptions } from '../../options/colour.ts';

/** `pte-decode kernels`. */
export const action: Action = async (invocation, io) => {
  const palette = await paletteFromOptions(invocation, io);
  const { arch, layout } = resolveKernel({
    arch: invocation.value('arch') ?? invocation.args[0] ?? DEFAULT_ARCH,
  });
  const lines = invocation.has('symbols')
    ? symbolLines(arch, invocation.has('json'))
    : kernelLines(arch, layout.since, invocation.has('json'));
  io.stdout.write(
    lines
      .map((line, index) => (index === 0 && !invocation.has('json') ? palette('heading', line) : line) + '\n')
      .join(''),
  );
  return EXIT.ok;
};

function kernelLines(arch: string, since: string, json: boolean): string[] {
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
    return all.map(({ name, text, src, kernel, special }) =>
      JSON.stringify({
        schema: SCHEMA,
        name,
        release: kernel.release,
        text,
        src,
        default: name === first,
        arch,
        max_swapfiles: kernel.maxSwapfiles,
        special_types: special,
        marker_mask: formatHex(kernel.markerMask),
      }),
    );
  const width = Math.max(...all.map(({ name }) => name.length));
  return [
    `${'name'.padEnd(width)}  swap areas  special types`,
    ...all.map(({ name, text, kernel, special }) => {
      const areas = `0-${kernel.maxSwapfiles - 1}`.padEnd(10);
      const types = special.map((type) => `${type.type}=${type.name.replace('SWP_', '')}`).join(' ');
      const remark = PROFILES.some((profile) => profile.name === name)
        ? `  (${text}${name === first ? '; default' : ''})`
        : name === first
          ? '  (default)'
          : '';
      return `${name.padEnd(width)}  ${areas}  ${types}${remark}`;
    }),
    `${'host'.padEnd(width)}  the running kernel, its configuration from /proc/config.gz or /boot/config-RELEASE`,
  ];
}

function symbolLines(arch: string, json: boolean): string[] {
  const rows = configSymbols(arch).map((symbol) => ({
    name: symbol.runtime ? symbol.name : `CONFIG_${symbol.name}`,
    standard:
      typeof symbol.standard === 'boolean'
        ? symbol.standard
          ? 'y'
          : 'n'
        : `y since ${symbol.standard.since}`,
    exists:
      [
        symbol.since === undefined ? '' : `since ${symbol.since}`,
        symbol.until === undefined ? '' : `before ${symbol.until}`,
      ]
        .filter((text) => text !== '')
        .join(', ') || 'all',
    runtime: symbol.runtime ?? false,
    text: symbol.text,
  }));
  if (json) return rows.map((row) => JSON.stringify({ schema: SCHEMA, ...row }));
  const width = Math.max(...rows.map((row) => row.name.length));
  return [
    `${'symbol'.padEnd(width)}  ${'standard'.padEnd(14)}  ${'releases'.padEnd(24)}  what it changes`,
    ...rows.map(
      (row) =>
        `${row.name.padEnd(width)}  ${row.standard.padEnd(14)}  ${row.exists.padEnd(24)}  ${row.text}${row.runtime ? ' (property of the machine)' : ''}`,
    ),
  ];
}
