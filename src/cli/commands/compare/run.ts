import { PteDecodeError } from '../../../core/errors.ts';
import { type EntryFacts, readFacts } from '../../../core/facts.ts';
import type { Kernel } from '../../../core/model.ts';
import { formatHex, formatU64 } from '../../../core/u64.ts';
import { parseVersion } from '../../../core/version.ts';
import { PROFILES, RELEASES } from '../../../kernel/profiles.ts';
import { resolveKernel } from '../../../kernel/resolve.ts';
import { markerNames } from '../../../records/record.ts';
import { EXIT } from '../../exit.ts';
import type { Io } from '../../../input/io.ts';
import { kernelFromOptions } from '../../options/kernel.ts';
import type { Action, Invocation } from '../../spec.ts';
import { BufferedOutput } from '../../buffered-output.ts';
import { valuesFrom } from '../../options/values.ts';
import { paletteFromOptions } from '../../options/colour.ts';
import { levelOf } from '../../options/level.ts';

/** A run of kernels that read a value alike. */
interface Reading {
  readonly kernels: string;
  readonly facts: EntryFacts;
  readonly meaning: string;
}

/** The kernels to compare: every release, then the profiles; options other than --kernel apply to all. */
async function kernelsFrom(
  invocation: Invocation,
  io: Io,
): Promise<{ arch: string; releases: Kernel[]; profiles: Kernel[] }> {
  const template = await kernelFromOptions(invocation, io);
  const extras = template.id.split(',').slice(1).join(',');
  const make = (name: string): Kernel =>
    resolveKernel({ kernel: extras === '' ? name : `${name},${extras}` });
  const isCovered = (release: string): boolean =>
    parseVersion(release) >= parseVersion(template.layout.since);
  return {
    arch: template.arch,
    releases: RELEASES.filter(isCovered).map(make),
    profiles: PROFILES.filter(({ release }) => isCovered(release)).map(({ name }) => make(name)),
  };
}

/** Everything about a value that one kernel reads out of it, as one line. */
function meaningOf(kernel: Kernel, facts: EntryFacts): string {
  const names = markerNames(kernel, facts);
  const parts: string[] = [facts.state];
  if (facts.swap)
    parts.push(`type ${facts.swap.type} ${facts.swap.name}, offset ${formatHex(facts.swap.offset)}`);
  if (facts.pfn !== null) parts.push(`pfn ${formatHex(facts.pfn)}`);
  if (names) parts.push(names.join(' ') || 'no known marker bit');
  if (facts.young !== null)
    parts.push(facts.young ? 'young' : 'not young', facts.dirty ? 'dirty' : 'not dirty');
  if (facts.flags.length > 0) parts.push(facts.flags.join(' '));
  if (facts.reserved !== 0n) parts.push(`reserved ${formatHex(facts.reserved)}`);
  if (facts.unknown !== 0n) parts.push(`unknown ${formatHex(facts.unknown)}`);
  return parts.join('; ');
}

function readingsOf(
  value: bigint,
  level: ReturnType<typeof levelOf>,
  releases: readonly Kernel[],
  profiles: readonly Kernel[],
): Reading[] {
  const runs: { first: string; last: string; facts: EntryFacts; meaning: string }[] = [];
  for (const kernel of releases) {
    const facts = readFacts(kernel, value, level);
    const meaning = meaningOf(kernel, facts);
    const run = runs.at(-1);
    if (run && run.meaning === meaning) run.last = kernel.profile;
    else runs.push({ first: kernel.profile, last: kernel.profile, facts, meaning });
  }
  return [
    ...runs.map(({ first, last, facts, meaning }) => ({
      kernels: first === last ? first : `${first}-${last}`,
      facts,
      meaning,
    })),
    ...profiles.map((kernel) => {
      const facts = readFacts(kernel, value, level);
      return { kernels: kernel.profile, facts, meaning: meaningOf(kernel, facts) };
    }),
  ];
}

/** `pte-decode compare`. */
export const compareAction: Action = async (invocation, io) => {
  const { arch, releases, profiles } = await kernelsFrom(invocation, io);
  const palette = await paletteFromOptions(invocation, io);
  const level = levelOf(invocation);
  const output = new BufferedOutput(io.stdout);
  const source = valuesFrom(invocation, io, { output });
  if (source.isMissing)
    throw new PteDecodeError('ERR_USAGE', 'compare: wants values, or values on standard input');
  for (const { value } of source.read()) {
    const readings = readingsOf(value, level, releases, profiles);
    if (invocation.has('json')) {
      for (const { kernels, facts, meaning } of readings)
        output.add(
          JSON.stringify({
            schema: 1,
            raw: formatU64(value),
            arch,
            level,
            kernels,
            state: facts.state,
            flags: facts.flags,
            meaning,
          }) + '\n',
        );
      continue;
    }
    const width = Math.max(...readings.map((reading) => reading.kernels.length));
    output.add(`${palette('raw', formatU64(value))}\n`);
    for (const { kernels, facts, meaning } of readings)
      output.add(
        `  ${kernels.padEnd(width)}  ${palette(facts.state, facts.state)}${meaning.slice(facts.state.length)}\n`,
      );
  }
  output.flush();
  return source.errors > 0 ? EXIT.unanswered : EXIT.ok;
};
