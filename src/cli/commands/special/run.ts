import { defined } from '../../../core/defined.ts';
import { recordLine } from '../../../records/schema-number.ts';
import { usageError } from '../../../core/errors.ts';
import { printable } from '../../../core/printable.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { swpUffdWp } from '../../../core/verdicts/questions.ts';
import { RULE_IDS } from '../../../core/verdicts/rules.ts';
import { checkSpecial, findSpecial } from '../../../core/verdicts/special.ts';
import { formatU64 } from '../../../core/u64.ts';
import { parseArgument } from '../../../input/values/argument.ts';
import { otherLevel } from '../../../input/values/other-level.ts';
import { configVariants, designsOf, kernelsOfAll } from '../../../kernel/designs.ts';
import { resolveKernel } from '../../../kernel/resolve.ts';
import { renderHeading, type TableStyle } from '../../../records/text/columns.ts';
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
import type { Io } from '../../../input/bytes/io.ts';
import { kernelSpecFromOptions } from '../../options/kernel/kernel.ts';
import { refuseForeign } from '../../options/kernel/symbols.ts';
import { kernelHeading, tellAssumed } from '../../options/kernel/kernel-heading.ts';
import { maxFrom } from '../../options/output/max.ts';
import type { Action, Invocation } from '../../spec.ts';
import { ownTableStyle } from '../../options/output/table-style.ts';

const DEFAULT_MAX = 4;
const LARGEST_MAX = 64;

/** The kernel that the options name, or one of each architecture. */
async function kernelsFrom(invocation: Invocation, io: Io): Promise<readonly Kernel[]> {
  const { arch, ...spec } = await kernelSpecFromOptions(invocation, io);
  if (arch === 'all') return kernelsOfAll(spec);
  const kernel = resolveKernel({ ...spec, ...defined({ arch }) });
  refuseForeign(invocation.list('config'), kernel.arch);
  return [kernel];
}

interface Answer {
  readonly text: string;
  /** null: it cannot be told of this kernel. */
  readonly holds: boolean | null;
}

function aboutCandidate(kernel: Kernel, value: bigint, json: boolean, style: TableStyle): Answer {
  const verdict = checkSpecial(kernel, value);
  const variants = configVariants(kernel, value);
  const text = json
    ? recordLine({
        arch: kernel.arch,
        kernel: kernel.id,
        candidate: verdictJson(kernel, verdict),
        configurations: variantsJson(variants),
      })
    : renderVerdict(kernel, verdict, style) + renderVariants(variants, style);
  const isOpen = !verdict.holds && RULE_IDS.every((id) => verdict.rules[id].holds !== false);
  return { text, holds: isOpen ? null : verdict.holds };
}

function aboutSearch(kernel: Kernel, max: number, json: boolean, style: TableStyle): Answer {
  const search = findSpecial(kernel, max);
  const [first] = search.values;
  const variants = configVariants(kernel, first ?? null);
  const text = json
    ? recordLine({
        arch: kernel.arch,
        kernel: kernel.id,
        values: search.values.map((value) => formatU64(value)),
        impossible: search.impossible,
        proof: search.proof,
        configurations: variantsJson(variants),
      })
    : renderSearch(search, style) + renderVariants(variants, style);
  const isOpen = first === undefined && swpUffdWp(kernel) !== 0n;
  return { text, holds: isOpen ? null : first !== undefined };
}

/** `pte-decode special`. */
export const action: Action = async (invocation, io) => {
  const kernels = await kernelsFrom(invocation, io);
  const style = await ownTableStyle(invocation, io);
  const json = invocation.has('json');
  const candidate = invocation.value('candidate');
  if (invocation.has('designs')) {
    for (const other of ['candidate', 'max'])
      if (invocation.value(other) !== undefined) throw usageError(`special: --designs takes no --${other}`);
    const designs = kernels.flatMap(designsOf);
    io.stdout.write(
      json ? designs.map((design) => recordLine(designJson(design))).join('') : renderDesigns(designs, style),
    );
    return EXIT.ok;
  }
  if (candidate !== undefined && invocation.value('max') !== undefined)
    throw usageError('special: --candidate takes no --max');
  if (invocation.has('quiet')) for (const kernel of kernels) tellAssumed(kernel, invocation, io);
  const max = maxFrom(invocation, DEFAULT_MAX, LARGEST_MAX);
  if (max === 0) throw usageError('--max 0: wanted at least 1');
  const value = candidate === undefined ? undefined : parseArgument(candidate, { decimal: false });
  const above = otherLevel(candidate ?? '', { isPteAssumed: true });
  if (above !== undefined)
    throw usageError(
      `--candidate ${printable(candidate ?? '')}: a special pte is no entry of level ${above}`,
    );
  const answers = kernels.map((kernel, index) => {
    const { text, holds } =
      value === undefined
        ? aboutSearch(kernel, max, json, style)
        : aboutCandidate(kernel, value, json, style);
    const heading = kernelHeading(kernel, invocation, io);
    // How to choose is said once.
    const words = [heading.kernel, ...(heading.hint === undefined || index > 0 ? [] : [heading.hint])];
    return { text: json ? text : `${renderHeading(words.join('; '), style)}\n${text}`, holds };
  });
  io.stdout.write(answers.map(({ text }) => text).join(json ? '' : '\n'));
  if (answers.some(({ holds }) => holds === null)) return EXIT.unanswered;
  return answers.every(({ holds }) => holds) ? EXIT.ok : EXIT.no;
};
