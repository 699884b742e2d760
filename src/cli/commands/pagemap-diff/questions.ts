import { meantText } from '../../../core/nearest.ts';
import { PteDecodeError, usageError } from '../../../core/errors.ts';
import { printable } from '../../../core/printable.ts';
import { findNamed } from '../../../core/spelling.ts';
import { parseInteger } from '../../../core/u64.ts';
import { formatVersion, isInRelease } from '../../../core/version.ts';
import { type EventRow, EVENTS, findEvent } from '../../../kernel/uffd/events.ts';
import { MEMORY_KINDS, WP_MODES } from '../../../kernel/uffd/model.ts';
import { EventJudge } from '../../../pagemap/events/judge.ts';
import type { MovedRange } from '../../../pagemap/compare/pairs.ts';
import { PAGE_PROPERTIES_BY_NAME } from '../../../pagemap/page-names.ts';
import { TransitionJudge } from '../../../pagemap/transitions/transition-judge.ts';
import { TRANSITION_RULES } from '../../../pagemap/transitions/transition-rules.ts';
import { TransitionCondition } from '../../../pagemap/transitions/transitions.ts';
import { maxRanges } from '../../options/output/max.ts';
import type { Invocation } from '../../spec.ts';
import { pagesText } from '../../pagemap/words.ts';
import type { PairTaker } from './compare.ts';
import type { PageVerdict } from '../../pagemap/verdict-view.ts';
import type { PagemapSession } from '../../pagemap/session.ts';

/** A question that looks at every pair of pages. */
interface PairQuestion extends PairTaker {
  verdict(): PageVerdict;
}

/** The two sides, and how pages of the one were found in the other. */
export interface Sides {
  readonly before: PagemapSession;
  readonly after: PagemapSession;
  readonly moved: MovedRange | undefined;
}

const UNITS: Readonly<Record<string, bigint>> = { K: 1n << 10n, M: 1n << 20n, G: 1n << 30n };

/** Addresses of six digits and more are hexadecimal, as /proc/PID/maps writes them; what ends in a unit, and a size, is decimal. */
function pagesOf(text: string, pageSize: number, what: 'OLD' | 'NEW' | 'SIZE'): number {
  const unit = UNITS[text.at(-1)?.toUpperCase() ?? ''];
  const digits = unit === undefined ? text : text.slice(0, -1);
  const isAddress = what !== 'SIZE' && unit === undefined && /^[0-9a-f]{6,16}$/i.test(digits);
  const bytes = parseInteger(isAddress ? `0x${digits}` : digits, '--moved', (1n << 64n) - 1n) * (unit ?? 1n);
  if (bytes % BigInt(pageSize) !== 0n)
    throw usageError(`--moved: ${what} ${printable(text)} is not a multiple of the page size ${pageSize}`);
  return Number(bytes / BigInt(pageSize));
}

/** The range that `--moved` names. @throws PteDecodeError `ERR_USAGE` */
export function movedFrom(invocation: Invocation, pageSize: number): MovedRange | undefined {
  const [text, ...others] = invocation.list('moved');
  if (text === undefined) return undefined;
  if (others.length > 0) throw usageError('--moved: one range at a time; compare once for each of them');
  const [old = '', now = '', size = '', ...more] = text.split(':');
  const wanted = `--moved "${printable(text)}": wanted OLD:NEW:SIZE, such as 0x7f0000000000:0x7f1000000000:2M`;
  if (size === '' || more.length > 0) throw usageError(wanted);
  const from = pagesOf(old, pageSize, 'OLD');
  const to = pagesOf(now, pageSize, 'NEW');
  const pages = pagesOf(size, pageSize, 'SIZE');
  if (pages === 0) throw usageError(`${wanted}; the size is 0`);
  if (Math.abs(from - to) < pages)
    throw usageError(`${wanted}; the two ranges overlap, which mremap() does not allow`);
  return { from, to, pages };
}

function eventFrom(text: string): EventRow {
  const event = findEvent(text.trim());
  if (event) return event;
  const names = EVENTS.map(({ name }) => name);
  throw usageError(`--event "${printable(text)}": ${meantText(text, names)}`);
}

const RULE_NAMES = TRANSITION_RULES.map(({ name }) => name);

/** Says so where the two are of different kernels. */
function kernelsDiffer({ before, after }: Pick<Sides, 'before' | 'after'>): readonly string[] {
  const [from, to] = [before.model.kernel.id, after.model.kernel.id];
  return from === to ? [] : [`BEFORE is of kernel ${from}, AFTER of ${to}`];
}

/** A word, as the name of a rule is one. */
const WORD = /^[\w-]+$/;

/**
 * The words of a list with commas between them, which no expression is; anything else as it is.
 *
 * @throws PteDecodeError `ERR_USAGE` for the name of a rule with something else behind it
 */
function wordsOf(text: string): readonly string[] {
  const words = text.split(',').map((word) => word.trim());
  if (words.length > 1 && words.every((word) => WORD.test(word))) return words;
  const [first = '', ...others] = text.trim().split(/[\s,]+/);
  // No name of an expression is that of a rule.
  if (others.length === 0 || !findNamed(TRANSITION_RULES, first)) return [text];
  throw usageError(
    `--fail-on "${printable(text, 100)}": wanted names with commas between them, such as ${RULE_NAMES.slice(0, 2).join(',')}; each expression has a --fail-on of its own`,
  );
}

/** @throws PteDecodeError `ERR_USAGE` for a word that is no expression: then a rule was meant */
function asRuleOr(text: string, compile: () => TransitionCondition): TransitionCondition {
  try {
    return compile();
  } catch (error) {
    // Of a name of pages it is said that a side belongs in front.
    if (!(error instanceof PteDecodeError) || !WORD.test(text) || PAGE_PROPERTIES_BY_NAME.has(text))
      throw error;
    const why = meantText(text, RULE_NAMES, 'no rule (--rules lists them), and no expression');
    throw usageError(`--fail-on "${printable(text)}": ${why}`, { cause: error });
  }
}

/** What is said of pages that break an expression. */
function expressionQuestion(text: string, { before, after }: Sides, max: number): PairQuestion {
  const rule = findNamed(TRANSITION_RULES, text);
  const name = rule?.name ?? text;
  const { pageSize } = after.source;
  const compiled = (expression: string): TransitionCondition =>
    new TransitionCondition(expression, before.model, after.model, pageSize);
  const condition = asRuleOr(text, () => compiled(rule?.expression ?? text));
  const premise = rule?.premise && { condition: compiled(rule.premise.expression), text: rule.premise.text };
  const doubts = (rule?.doubts ?? []).map(({ expression, ...doubt }) => ({
    ...doubt,
    condition: compiled(expression),
  }));
  const sides = { before, after };
  const judge = new TransitionJudge(rule?.name ?? 'fulfils it', condition, sides, max, { premise, doubts });
  const notes = kernelsDiffer({ before, after }).map(
    (said) => `${said}: what each word says is read as its kernel has it`,
  );
  return {
    addresses: condition.addresses,
    needsNumbers: condition.needsNumbers || doubts.some((doubt) => doubt.condition.needsNumbers),
    settles: (pair) => judge.settles(pair),
    see: (pair) => {
      judge.see(pair);
    },
    verdict() {
      const result = judge.result();
      const { brokenPages, pages } = result;
      return { ...result, name, text: `${brokenPages} of ${pagesText(pages)}`, notes };
    },
  };
}

/** What the events of `--event` do, as a question; undefined without the option. */
function eventQuestion(
  invocation: Invocation,
  { before, after, moved }: Sides,
  max: number,
): PairQuestion | undefined {
  const names = invocation.list('event').flatMap((text) => text.split(','));
  const kind = MEMORY_KINDS.find((each) => each === invocation.value('kind'));
  const mode = WP_MODES.find((each) => each === invocation.value('mode'));
  if (names.length === 0) {
    for (const option of ['kind', 'mode'])
      if (invocation.value(option) !== undefined)
        throw usageError(`--${option}: says something about --event alone`);
    return undefined;
  }
  const events = names.map(eventFrom);
  const { model } = after;
  for (const event of events)
    if (!isInRelease(event, model.kernel.version))
      throw usageError(
        `--event ${event.name}: came with ${event.since}, and this is kernel ${formatVersion(model.kernel.version)}`,
      );
  // --maps is one file for both; captures have mappings of their own.
  const hasOwnMaps = invocation.value('maps') === undefined && before.source.hasVmas && after.source.hasVmas;
  const judge = new EventJudge(
    {
      events,
      kind,
      mode,
      ownFlags: hasOwnMaps,
      isAligned: moved !== undefined,
      max,
    },
    model,
  );
  return {
    needsNumbers: judge.needsNumbers,
    settles: (pair) => judge.settles(pair),
    see: (pair) => {
      judge.see(pair);
    },
    verdict() {
      const result = judge.result();
      const { isAssumed = false } = model.kernel;
      const differs = kernelsDiffer({ before, after });
      const unnamed = isAssumed
        ? ['nobody said which kernel it is (-k), and what an event does differs from release to release']
        : [];
      const reasons = [...differs, ...unnamed, ...result.reasons];
      // No event leads from one kernel to another: what a row says holds for neither.
      const isOpen = differs.length > 0 || (reasons.length > 0 && result.outcome === 'holds');
      const outcome = isOpen ? 'unanswered' : result.outcome;
      const release = formatVersion(model.kernel.version);
      const kernel = isAssumed ? `${release}, which is assumed` : release;
      const { brokenPages, kept, dropped, open } = result;
      const hasOpen = open.kept + open.lost > 0;
      const broken =
        brokenPages === 0
          ? `no page is ${hasOpen ? 'known to be ' : ''}otherwise than it leaves them`
          : `${pagesText(brokenPages)} ${brokenPages === 1 ? 'is' : 'are'} otherwise than it leaves them; of the others`;
      const unknown = hasOpen
        ? `; of others it is not known: ${open.kept} kept it and ${open.lost} lost it`
        : '';
      const others = `${kept} kept the protection and ${dropped} lost it, as it allows${unknown}`;
      const text = `${broken}${brokenPages === 0 ? ':' : ''} ${others} (kernel ${kernel})`;
      return {
        ...result,
        name: `event ${events.map(({ name }) => name).join(' or ')}`,
        outcome,
        reasons,
        text,
      };
    },
  };
}

/**
 * The questions of `--fail-on` and `--event`.
 *
 * @throws PteDecodeError `ERR_USAGE`, `ERR_EXPRESSION`
 */
export function questionsFrom(invocation: Invocation, sides: Sides): readonly PairQuestion[] {
  const max = maxRanges(invocation);
  const event = eventQuestion(invocation, sides, max);
  const expressions = invocation
    .list('fail-on')
    .flatMap(wordsOf)
    .map((text) => expressionQuestion(text, sides, max));
  return event ? [...expressions, event] : expressions;
}
