import { kernelError, usageError } from '../../../core/errors.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { printable } from '../../../core/printable.ts';
import { isUffdWpUnknown } from '../../../core/verdicts/unknowns.ts';
import { RULE_IDS, type RuleId } from '../../../core/verdicts/rules.ts';
import { foldSpelling } from '../../../core/spelling.ts';
import type { Invocation, OptionSpec } from '../../spec.ts';
import { DUMP_OPTIONS } from '../memory/dump.ts';
import { refuseGiven } from '../meaning.ts';
import { verdictFormatFrom } from '../output/verdict-format.ts';

/** `--rule`. */
export const RULE_OPTION: OptionSpec = {
  long: 'rule',
  letter: 'r',
  value: 'N,...',
  repeat: true,
  suggest: RULE_IDS,
  text: 'rules to check, 1 to 4',
};

/** `--rules`. */
export const RULES_OPTION: OptionSpec = {
  long: 'rules',
  text: 'list the rules: what they ask, what they prove, since which release, and where it is written',
};

const LISTS = '--rules lists the rules and reads nothing';

/**
 * Refuses what would be checked beside `--rules`: nothing is read then, and 0 would look like a pass.
 *
 * @param options the options that ask something of pages, or pick them; those of dumps are known
 * @param names the rules
 * @param check the option that checks one
 * @throws PteDecodeError `ERR_USAGE`
 */
export function refuseBesideRules(
  invocation: Invocation,
  options: readonly string[],
  names: readonly string[],
  check: string,
): void {
  const [word] = invocation.args;
  const rule = names.find((name) => foldSpelling(name) === foldSpelling(word ?? ''));
  if (word !== undefined)
    throw usageError(
      rule !== undefined
        ? `${LISTS}: --${check} ${rule} checks one`
        : `${LISTS}, such as "${printable(word)}"`,
    );
  refuseGiven(invocation, [...options, ...DUMP_OPTIONS.map(({ long }) => long)], `: ${LISTS}`);
  const format = verdictFormatFrom(invocation);
  if (format !== undefined) throw usageError(`--format ${format}: ${LISTS}`);
}

/** Refuses a question about rule 3 where nobody knows its answer. @throws PteDecodeError `ERR_KERNEL_UNKNOWN` */
export function refuseUnknownRule(kernel: Kernel, rules: readonly RuleId[], option: string): void {
  if (rules.includes('3') && isUffdWpUnknown(kernel))
    throw kernelError(
      `${option}: whether this build has the uffd-wp bits is not known, and with it the answer to rule 3`,
    );
}

/** Reads the values of `--rule`: rule numbers with commas between them, each once. @throws PteDecodeError `ERR_USAGE` */
export function parseRules(given: readonly string[]): readonly RuleId[] {
  const rules = given
    .flatMap((text) => text.split(','))
    .map((text) => {
      const rule = RULE_IDS.find((id) => id === text.trim());
      if (!rule) throw usageError(`--rule "${printable(text)}": wanted 1, 2, 3 or 4`);
      return rule;
    });
  return [...new Set(rules)];
}
