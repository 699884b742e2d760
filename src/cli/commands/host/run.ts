import { usageError } from '../../../core/errors.ts';
import { meantText } from '../../../core/nearest.ts';
import { printable } from '../../../core/printable.ts';
import { findNamed } from '../../../core/spelling.ts';
import {
  type Capability,
  CAPABILITIES,
  type CapabilityAnswer,
  type Finding,
} from '../../../kernel/capabilities/capabilities.ts';
import { answerCapability, type AskedKernel } from '../../../kernel/capabilities/answers.ts';
import { CAPABILITY_NAMES } from '../../../kernel/capabilities/names.ts';
import { type Cell, renderHeading, renderTable, type TableStyle } from '../../../records/text/columns.ts';
import type { Role } from '../../../records/text/palette.ts';
import { recordLine } from '../../../records/schema-number.ts';
import { type Outcome, worstOutcome } from '../../../records/verdicts/verdicts.ts';
import { EXIT } from '../../exit.ts';
import { refuseGiven } from '../../options/meaning.ts';
import { tableStyle } from '../../options/output/table-style.ts';
import { answerForCi, EXIT_OF, verdictFormatFrom, wantsJson } from '../../options/output/verdict-format.ts';
import type { Action, Invocation } from '../../spec.ts';
import { askedKernel } from './asked-kernel.ts';

/** What is asked for, and its answer. */
interface Told extends Finding {
  readonly capability: Capability;
}

const OUTCOMES: Readonly<Record<CapabilityAnswer, Outcome>> = {
  yes: 'holds',
  no: 'broken',
  unknown: 'unanswered',
};
const ROLES: Readonly<Record<CapabilityAnswer, Role>> = { yes: 'good', no: 'dim', unknown: 'note' };

/** The rows of `--need`, in its order; undefined without it. @throws PteDecodeError `ERR_USAGE` */
function needed(invocation: Invocation): readonly Capability[] | undefined {
  const names = invocation.list('need').flatMap((text) => text.split(','));
  if (invocation.list('need').length === 0) return undefined;
  return [...new Set(names.map((name) => name.trim()))].map((name) => {
    const row = findNamed(CAPABILITIES, name);
    if (row) return row;
    const names = `pte-decode host lists what can be named: ${CAPABILITY_NAMES.join(', ')}`;
    if (name === '') throw usageError(`--need: a name is missing; ${names}`);
    throw usageError(
      `--need "${printable(name)}": ${meantText(name, CAPABILITY_NAMES, `no such name; ${names}`)}`,
    );
  });
}

const titleOf = ({ name, arch, machine }: AskedKernel): string =>
  [name, ...(name.includes(arch) ? [] : [arch]), ...(machine ? ['this machine'] : [])].join(', ');

/** `pte-decode host`. */
export const action: Action = async (invocation, io) => {
  if (invocation.args.length > 0)
    throw usageError(`host: takes no argument, such as "${printable(invocation.args[0] ?? '')}"`);
  const rows = needed(invocation);
  const format = verdictFormatFrom(invocation);
  if (format !== undefined && rows === undefined) throw usageError(`--format ${format} goes with --need`);
  if (rows === undefined) refuseGiven(invocation, ['quiet'], ' goes with --need');
  const ask = async (): Promise<{ kernel: AskedKernel; told: readonly Told[] }> => {
    const kernel = await askedKernel(invocation, io);
    return {
      kernel,
      told: (rows ?? CAPABILITIES).map((capability) => ({
        capability,
        ...answerCapability(capability, kernel),
      })),
    };
  };
  if (format !== undefined)
    return answerForCi(format, 'pte-decode host', io, async () => {
      const { kernel, told } = await ask();
      const verdicts = told.map(({ capability, answer, why, value }) => ({
        name: capability.name,
        outcome: OUTCOMES[answer],
        detail: [[`${capability.text}: ${answer}`, ...(value === undefined ? [] : [value]), why].join('; ')],
      }));
      return { about: [titleOf(kernel)], verdicts };
    });
  const { kernel, told } = await ask();
  io.stdout.write(
    wantsJson(invocation)
      ? told.map((one) => recordOf(kernel, one)).join('')
      : textOf(kernel, told, invocation.has('sources'), await tableStyle(invocation, io)),
  );
  if (rows === undefined) return EXIT.ok;
  const outcomes = told.map(({ answer }) => ({ outcome: OUTCOMES[answer] }));
  return EXIT_OF[worstOutcome(outcomes)];
};

/** schema/host.schema.json. */
function recordOf(kernel: AskedKernel, { capability, answer, why, value }: Told): string {
  const { name, text, since, src } = capability;
  return recordLine({
    kernel: kernel.name,
    arch: kernel.arch,
    name,
    text,
    answer,
    value: value ?? null,
    why,
    since: since ?? null,
    source: src,
  });
}

/** Columns from which on a terminal has room for what each thing is. */
const ROOMY = 120;

function textOf(kernel: AskedKernel, told: readonly Told[], hasSources: boolean, style: TableStyle): string {
  const isRoomy = (style.terminal?.columns ?? ROOMY) >= ROOMY;
  const rows = told.map(({ capability, answer, why, value }): Cell[] => [
    capability.name,
    { text: answer, role: ROLES[answer] },
    [...(value === undefined ? [] : [value]), why].join('; '),
    ...(isRoomy ? [{ text: capability.text, role: 'dim' as const }] : []),
    ...(hasSources ? [{ text: capability.src, role: 'dim' as const }] : []),
  ]);
  return renderHeading(titleOf(kernel), style) + renderTable(rows, style);
}
