import { EVENTS } from '../../../kernel/uffd/events.ts';
import { TRANSITION_RULES } from '../../../pagemap/transitions/transition-rules.ts';
import type { Palette } from '../../../records/text/palette.ts';
import { recordLine } from '../../../records/schema-number.ts';

/** The rules of `--fail-on` and the events of `--event`, as text. */
export function renderTransitionRules(palette: Palette): string {
  const rules = TRANSITION_RULES.map(
    ({ name, expression, doubts = [], proves, since, src }) =>
      `${palette('heading', name)}\n  ${expression}\n  proves: ${proves}\n${doubts
        .map((doubt) => `  ${palette('note', 'no answer')} of '${doubt.expression}': ${doubt.text}\n`)
        .join('')}  since ${since}; ${palette('dim', src)}\n`,
  );
  const width = Math.max(...EVENTS.map(({ name }) => name.length));
  const events = EVENTS.map(({ name, text }) => `  ${name.padEnd(width)}  ${text}\n`);
  return `${rules.join('')}\n${palette('heading', 'events of --event')}\n${events.join('')}`;
}

/** The same as JSON objects, a line each. */
export function transitionRulesJson(): string {
  const rules = TRANSITION_RULES.map(({ name, expression, doubts = [], proves, since, src }) => ({
    rule: name,
    expression,
    doubts: doubts.map(({ expression: of, text }) => ({ expression: of, text })),
    proves,
    since,
    src,
  }));
  const events = EVENTS.map(({ name, aka, text }) => ({ event: name, aka, text }));
  return [...rules, ...events].map(recordLine).join('');
}
