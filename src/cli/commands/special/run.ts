import { SCHEMA } from '../../../records/schema-number.ts';
import { PteDecodeError } from '../../../core/errors.ts';
import type { Kernel } from '../../../core/model.ts';
import { checkSpecial, findSpecial } from '../../../core/special.ts';
import { formatU64 } from '../../../core/u64.ts';
import { parseArgument } from '../../../input/argument.ts';
import { configVariants, designsOf, kernelsOfAll } from '../../../kernel/designs.ts';
import { resolveKernel } from '../../../kernel/resolve.ts';
import { kernelLine } from '../../../records/text.ts';
import type { Palette } from '../../../records/palette.ts';
import {
  designJson,
  renderDesigns,
  renderSearch,
  renderVariants,
  renderVerdict,
  variantsJson,
  verdictJson,
} from './view.ts';
import { EXIT } from '../../exit.ts';
import type { Io } from '../../../input/io.ts';
import { kernelSpecFromOptions } from '../../options/kernel.ts';
import { maxFrom } from '../../options/max.ts';
import type { Action, Invocation } from '../../spec.ts';
import { paletteFromOptions } from '../../options/colour.ts';

const DEFAULT_MAX = 4;
const LARGEST_MAX = 64;

/** The kernel that the options name, or one of each architecture. */
async function kernelsFrom(invocation: Invocation, io: Io): Promise<readonly Kernel[]> {
  const { arch, ...spec } = await kernelSpecFromOptions(invocation, io);
  if (arch === 'all') return kernelsOfAll(spec);
  return [resolveKernel({ ...spec, ...(arch === undefined ? {} : { arch }) })];
}

interface Answer {
  readonly text: string;
  readonly holds: boolean;
}

function aboutCandidate(kernel: Kernel, value: bigint, json: boolean, palette: Palette): Answer {
  const verdict = checkSpecial(kernel, value);
  const variants = configVariants(kernel, value);
  const text = json
    ? JSON.stringify({
        schema: SCHEMA,
        arch: kernel.arch,
        kernel: kernel.id,
        candidate: verdictJson(kernel, verdict),
        configurations: variantsJson(variants),
      }) + '\n'
    : renderVerdict(kernel, verdict, palette) + renderVariants(variants, palette);
  return { text, holds: verdict.holds };
}

function aboutSearch(kernel: Kernel, max: number, json: boolean, palette: Palette): Answer {
  const search = findSpecial(kernel, max);
  const [first] = search.values;
  const variants = configVariants(kernel, first ?? 0n);
  const text = json
    ? JSON.stringify({
        schema: SCHEMA,
        arch: kernel.arch,
        kernel: kernel.id,
        values: search.values.map((value) => formatU64(value)),
        impossible: search.impossible,
        proof: search.proof,
        configurations: variantsJson(first === undefined ? variants.slice(1) : variants),
      }) + '\n'
    : renderSearch(search, palette) +
      renderVariants(first === undefined ? variants.slice(1) : variants, palette);
  return { text, holds: first !== undefined };
}

/** `pte-decode special`. */
export const action: Action = async (invocation, io) => {
  const kernels = await kernelsFrom(invocation, io);
  const palette = await paletteFromOptions(invocation, io);
  const json = invocation.has('json');
  const candidate = invocation.value('candidate');
  if (invocation.has('designs')) {
    if (candidate !== undefined)
      throw new PteDecodeError('ERR_USAGE', 'special: --designs takes no --candidate');
    const designs = kernels.flatMap(designsOf);
    io.stdout.write(
      json
        ? designs.map((design) => JSON.stringify(designJson(design)) + '\n').join('')
        : renderDesigns(designs, palette),
    );
    return EXIT.ok;
  }
  const max = maxFrom(invocation, DEFAULT_MAX, LARGEST_MAX);
  if (max === 0) throw new PteDecodeError('ERR_USAGE', '--max 0: wanted at least 1');
  const value = candidate === undefined ? undefined : parseArgument(candidate, { decimal: false });
  const answers = kernels.map((kernel) => {
    const { text, holds } =
      value === undefined
        ? aboutSearch(kernel, max, json, palette)
        : aboutCandidate(kernel, value, json, palette);
    return { text: json ? text : `${palette('dim', kernelLine(kernel))}\n\n${text}`, holds };
  });
  io.stdout.write(answers.map(({ text }) => text).join(json ? '' : '\n'));
  return answers.every(({ holds }) => holds) ? EXIT.ok : EXIT.no;
};
