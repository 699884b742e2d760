import { isPteDecodeError } from '../../../core/errors.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { VERDICT_FORMATS, type VerdictFormat } from '../../../records/verdicts/format-names.ts';
import type { Outcome, Verdict, VerdictPlace, VerdictSuite } from '../../../records/verdicts/verdicts.ts';
import type { Role } from '../../../records/text/palette.ts';
import { EXIT } from '../../exit.ts';
import { type Invocation, type OptionSpec, variant } from '../../spec.ts';
import { FORMAT_OPTION } from './format.ts';

/** `--format` of a command that answers questions. */
export const VERDICT_FORMAT_OPTION: OptionSpec = variant(FORMAT_OPTION, {
  choices: ['text', 'json', ...VERDICT_FORMATS],
  text: 'text (default), json, or for CI: ktap, junit (XML), github (annotations)',
});

/** The format for CI that `--format` asks for; undefined for all others. */
export function verdictFormatFrom(invocation: Invocation): VerdictFormat | undefined {
  const text = invocation.value('format');
  return VERDICT_FORMATS.find((format) => format === text);
}

/** Whether JSON is wanted: by `--json` or `--format json`. */
export function wantsJson(invocation: Invocation): boolean {
  return invocation.has('json') || invocation.value('format') === 'json';
}

/** The exit status that an outcome means, and its colour. */
export const EXIT_OF: Readonly<Record<Outcome, number>> = {
  holds: EXIT.ok,
  broken: EXIT.no,
  unanswered: EXIT.unanswered,
};
export const OUTCOME_ROLES: Readonly<Record<Outcome, Role>> = {
  holds: 'good',
  broken: 'bad',
  unanswered: 'note',
};

/**
 * The file and line of a place as `formatOrigin` writes it; undefined for what is no line of a file.
 *
 * @param origin such as `entries.txt:12:3`, `<stdin>:1:1`, `argument 1`
 */
export function verdictPlace(origin: string): VerdictPlace | undefined {
  const { file, line } = /^(?<file>[^<].*?):(?<line>\d+)(?::\d+)?$/s.exec(origin)?.groups ?? {};
  return file === undefined ? undefined : { file, line: Number(line) };
}

/**
 * Answers for CI: writes the document of some verdicts. Where there is no answer at all (an unreadable file, a mistake in
 * what was given) the document says that, so that nobody takes an empty one for a pass; the error is thrown on.
 *
 * @param name who asks: `pte-decode check`
 * @returns the exit status: 0 all hold, 1 one is broken, 2 one could not be answered
 */
export async function answerForCi(
  format: VerdictFormat,
  name: string,
  io: Io,
  ask: () => Promise<Omit<VerdictSuite, 'name'>>,
): Promise<number> {
  const { renderVerdicts, worstOutcome } = await import('../../../records/verdicts/verdicts.ts');
  let suite: Omit<VerdictSuite, 'name'>;
  try {
    suite = await ask();
  } catch (error) {
    if (isPteDecodeError(error)) {
      const verdicts = [{ name: 'answered', outcome: 'unanswered', detail: [error.message] }] as const;
      io.stdout.write(renderVerdicts(format, { name, verdicts }));
    }
    throw error;
  }
  io.stdout.write(renderVerdicts(format, { name, ...suite }));
  return EXIT_OF[worstOutcome(suite.verdicts)];
}

/** What stands for values and inputs that could not be read; nothing where all were. */
export function unreadVerdict(errors: number): readonly Verdict[] {
  const problems = errors === 0 ? [] : [`${errors} could not be read: see standard error`];
  return problemVerdict('everything was read', problems);
}

/** What stands for what kept an answer from being whole; nothing where nothing did. @param name what does not hold then */
export function problemVerdict(name: string, problems: readonly string[]): readonly Verdict[] {
  return problems.length === 0 ? [] : [{ name, outcome: 'unanswered', detail: problems }];
}
