import { PteDecodeError } from '../../../core/errors.ts';
import { type DecodedEntry, decodeEntry } from '../../../core/decode.ts';
import { flagNames } from '../../../core/entry.ts';
import type { Kernel } from '../../../core/model.ts';
import { formatU64 } from '../../../core/u64.ts';
import { later } from '../../../core/later.ts';
import type { Level } from '../../../core/layout.ts';
import { heldUntil, parseVersion, type VersionCode } from '../../../core/version.ts';
import { PROFILES, RELEASES } from '../../../kernel/profiles.ts';
import { resolveKernel } from '../../../kernel/resolve.ts';
import { type Cell, renderTable } from '../../../records/columns.ts';
import { briefly } from '../../../records/properties.ts';
import { SCHEMA } from '../../../records/schema-number.ts';
import { EXIT } from '../../exit.ts';
import type { Io } from '../../../input/io.ts';
import { kernelFromOptions } from '../../options/kernel.ts';
import type { Action, Invocation } from '../../spec.ts';
import { BufferedOutput } from '../../buffered-output.ts';
import { valueAdvice } from '../../options/advice.ts';
import { valuesFrom } from '../../options/values.ts';
import { levelOf } from '../../options/level.ts';
import { tableStyle } from '../../options/table-style.ts';

/** A run of kernels that read a value alike. */
interface Reading {
  readonly kernels: string;
  readonly entry: DecodedEntry;
  readonly meaning: string;
}

/** A kernel to compare, resolved when it is first asked. */
class Compared {
  readonly name: string;
  readonly #resolve: () => Kernel;
  #until = Infinity;

  constructor(name: string, extras: string) {
    this.name = name;
    this.#resolve = later(() => resolveKernel({ kernel: extras === '' ? name : `${name},${extras}` }));
  }

  /**
   * Reads a value.
   *
   * @returns also the first release that could read it otherwise: what this kernel worked out for earlier values counts
   */
  read(
    value: bigint,
    level: Level,
  ): { readonly entry: DecodedEntry; readonly meaning: string; readonly until: VersionCode } {
    const { result, until } = heldUntil(() => {
      const entry = decodeEntry(this.#resolve(), value, { level });
      return { entry, meaning: briefly(entry) };
    });
    this.#until = Math.min(this.#until, until);
    return { ...result, until: this.#until };
  }
}

/** The kernels to compare: every release, then the profiles; options other than --kernel apply to all. */
async function kernelsFrom(
  invocation: Invocation,
  io: Io,
): Promise<{ template: Kernel; releases: Compared[]; profiles: Compared[] }> {
  const template = await kernelFromOptions(invocation, io);
  const extras = template.id.split(',').slice(1).join(',');
  const make = (name: string): Compared => new Compared(name, extras);
  const isCovered = (release: string): boolean =>
    parseVersion(release) >= parseVersion(template.layout.since);
  return {
    template,
    releases: RELEASES.filter(isCovered).map(make),
    profiles: PROFILES.filter(({ release }) => isCovered(release)).map(({ name }) => make(name)),
  };
}

function readingsOf(
  value: bigint,
  level: Level,
  releases: readonly Compared[],
  profiles: readonly Compared[],
): Reading[] {
  const runs: { first: string; last: string; entry: DecodedEntry; meaning: string }[] = [];
  let alike = -Infinity;
  for (const release of releases) {
    const { name } = release;
    const run = runs.at(-1);
    if (run && parseVersion(name) < alike) {
      run.last = name;
      continue;
    }
    const { entry, meaning, until } = release.read(value, level);
    alike = until;
    if (run?.meaning === meaning) run.last = name;
    else runs.push({ first: name, last: name, entry, meaning });
  }
  return [
    ...runs.map(({ first, last, entry, meaning }) => ({
      kernels: first === last ? first : `${first}-${last}`,
      entry,
      meaning,
    })),
    ...profiles.map((profile) => ({ kernels: profile.name, ...profile.read(value, level) })),
  ];
}

/** `pte-decode compare`. */
export const action: Action = async (invocation, io) => {
  const { template, releases, profiles } = await kernelsFrom(invocation, io);
  const style = await tableStyle(invocation, io);
  const { palette } = style;
  const level = levelOf(invocation, template);
  const output = new BufferedOutput(io.stdout);
  const advice = await valueAdvice(invocation.args, io);
  const source = valuesFrom(invocation, io, { output, advice, bits: template.entryBits });
  if (source.isMissing)
    throw new PteDecodeError('ERR_USAGE', 'compare: wants values, or values on standard input');
  for (const { value } of source.read()) {
    const readings = readingsOf(value, level, releases, profiles);
    if (invocation.has('json')) {
      for (const { kernels, entry, meaning } of readings)
        output.add(
          JSON.stringify({
            schema: SCHEMA,
            raw: formatU64(value),
            arch: template.arch,
            level,
            kernels,
            state: entry.state,
            flags: flagNames(entry),
            meaning,
          }) + '\n',
        );
      continue;
    }
    output.add(`${palette('raw', formatU64(value))}  ${palette('dim', template.arch)}\n`);
    const rows = readings.map(({ kernels, entry: { state }, meaning }): Cell[] => [
      kernels,
      { text: state, role: state },
      meaning.slice(state.length).replace(/^; /, ''),
    ]);
    output.add(renderTable(rows, style, { indent: 2 }));
  }
  output.flush();
  return source.errors > 0 ? EXIT.unanswered : EXIT.ok;
};
