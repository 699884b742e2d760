import { type PteDecodeError, usageError } from '../../core/errors.ts';
import { meantText } from '../../core/nearest.ts';
import { printable } from '../../core/printable.ts';
import { compileCertain, type CertainCondition } from '../../records/where/certain.ts';
import { findNamed } from '../../core/spelling.ts';
import type { Names } from '../../records/where/names.ts';
import { compileWhere, type Where } from '../../records/where/where.ts';
import { PAGE_RULES, type PageRule, type Quantifier } from './rules.ts';

/** A condition in both forms: as it is looked at, and as it is answered. */
interface PageCondition {
  readonly where: Where;
  readonly certain: CertainCondition;
}

/** A question about the pages of an address space. */
export interface PageQuestion {
  /** The name of the rule, or the quantifier and its expression as they were given. */
  readonly name: string;
  readonly quantifier: Quantifier;
  /** Every one of these says which pages it is about. */
  readonly among: readonly PageCondition[];
  readonly condition: PageCondition;
  /** What must have an answer, whichever, for every page that it is about. */
  readonly needs: PageCondition | undefined;
  /** Pages of which it cannot be answered, though their words look as if, and why. */
  readonly doubt: (PageCondition & { readonly text: string }) | undefined;
  readonly rule: PageRule | undefined;
}

/** Makes a condition of an expression. @throws PteDecodeError `ERR_EXPRESSION` */
function conditionOf(text: string, names: Names): PageCondition {
  const where = compileWhere(text, names);
  return { where, certain: compileCertain(where.root) };
}

/**
 * Makes a question of an expression.
 *
 * @param among which pages it is about: an expression of `--where`; all pages without it
 * @throws PteDecodeError `ERR_EXPRESSION`
 */
export function questionOf(
  quantifier: Quantifier,
  expression: string,
  among: string | undefined,
  names: Names,
): PageQuestion {
  return {
    name: `${quantifier} ${expression}`,
    quantifier,
    among: among === undefined ? [] : [conditionOf(among, names)],
    condition: conditionOf(expression, names),
    needs: undefined,
    doubt: undefined,
    rule: undefined,
  };
}

/**
 * The question that a rule asks.
 *
 * @param among as of `questionOf`
 * @throws PteDecodeError `ERR_USAGE` when there is no rule of that name, `ERR_EXPRESSION` for `among`
 */
export function questionOfRule(name: string, among: string | undefined, names: Names): PageQuestion {
  const rule = findNamed(PAGE_RULES, name);
  if (rule === undefined) throw unknownRule(name);
  const conditions = [rule.among, among].filter((text) => text !== undefined);
  return {
    name: rule.name,
    quantifier: rule.quantifier,
    among: conditions.map((text) => conditionOf(text, names)),
    condition: conditionOf(rule.expression, names),
    needs: rule.needs === undefined ? undefined : conditionOf(rule.needs, names),
    doubt: rule.doubt && { ...conditionOf(rule.doubt.expression, names), text: rule.doubt.text },
    rule,
  };
}

function unknownRule(name: string): PteDecodeError {
  const names = PAGE_RULES.map((row) => row.name);
  return usageError(`--rule "${printable(name, 100)}": ${meantText(name, names)}`);
}

/** All conditions of a question. */
export function conditionsOf({ among, condition, needs, doubt }: PageQuestion): readonly PageCondition[] {
  return [...among, ...(needs ? [needs] : []), condition, ...(doubt ? [doubt] : [])];
}

/** What one page, or all pages of one kind, are to a question. */
export type PageAnswer =
  /** It is not about them. */
  | 'outside'
  /** They are as they must be; of `some`: one is enough. */
  | 'fits'
  /** They are not: of `every` and `no` each breaks it. */
  | 'breaks'
  /** What they are is not known. */
  | 'unknown'
  /** They fit, and it is not known whether it is about them: they are no evidence of anything. */
  | 'unsure';

/** The answer of one condition for the page that is looked at. */
type Ask = (condition: PageCondition) => boolean | undefined;

/** What a page is to a question. */
export function answerOf(question: PageQuestion, ask: Ask): PageAnswer {
  const { among, condition, needs, doubt, quantifier } = question;
  let isAmong: boolean | undefined = true;
  for (const each of among) {
    const answer = ask(each);
    if (answer === false) return 'outside';
    if (answer === undefined) isAmong = undefined;
  }
  if (needs && ask(needs) === undefined) return 'unknown';
  const holds = ask(condition);
  const isWanted = holds === undefined ? undefined : holds === (quantifier !== 'no');
  if (isWanted === false) {
    if (quantifier === 'some') return isAmong === true ? 'breaks' : 'outside';
    return isAmong === true ? 'breaks' : 'unknown';
  }
  if (isWanted === undefined) return 'unknown';
  if (doubt && ask(doubt) !== false) return 'unknown';
  if (isAmong === undefined) return quantifier === 'some' ? 'unknown' : 'unsure';
  return 'fits';
}
