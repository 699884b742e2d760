import type { PagemapSession } from '../../pagemap/session.ts';
import { printable } from '../../../core/printable.ts';
import type { Tally } from '../../../pagemap/pages/page-tally.ts';
import { PAGE_RULES, type PageRule } from '../../../pagemap/pages/rules.ts';
import type { Palette } from '../../../records/text/palette.ts';
import { recordLine } from '../../../records/schema-number.ts';
import type { Verdict } from '../../../records/verdicts/verdicts.ts';
import { OUTCOME_ROLES } from '../../options/output/verdict-format.ts';

/** The longest expression that is shown whole. */
const NAME_LIMIT = 1000;

/** A verdict for the terminal: its name, outcome and sentences, and what a rule proves. */
export function renderVerdict(verdict: Verdict, rule: PageRule | undefined, palette: Palette): string {
  const [first = '', ...more] = verdict.detail;
  const said = palette(OUTCOME_ROLES[verdict.outcome], verdict.outcome);
  const lines = [...(rule ? [rule.proves] : []), ...more].map((text) => `  ${palette('dim', text)}\n`);
  return `${palette('heading', printable(verdict.name, NAME_LIMIT))}: ${said}: ${first}\n${lines.join('')}`;
}

/** A verdict as a JSON object and a line feed. */
export function verdictJson(
  verdict: Verdict,
  tally: Tally,
  { source, model }: Pick<PagemapSession, 'source' | 'model'>,
): string {
  const { name, outcome, detail } = verdict;
  const about = { source: source.name, kernel: model.kernel.id };
  const counts = {
    looked: tally.looked,
    breaking: tally.breaking,
    ranges: tally.ranges,
    unknown: tally.unknown,
  };
  return recordLine({ verdict: { ...about, name, outcome, ...counts, detail } });
}

function ruleText({ quantifier, among, expression }: PageRule): string {
  return `--${quantifier} '${expression}'${among === undefined ? '' : ` --where '${among}'`}`;
}

/** The rules for `--rules`. */
export function renderRules(palette: Palette): string {
  return PAGE_RULES.map((rule) => {
    const doubt = rule.doubt
      ? `  ${palette('note', 'no answer')} of '${rule.doubt.expression}': ${rule.doubt.text}\n`
      : '';
    return (
      `${palette('heading', rule.name)}\n  ${rule.proves}\n  ${ruleText(rule)}\n${doubt}` +
      `  ${palette('dim', `since ${rule.since}; ${rule.src}`)}\n`
    );
  }).join('\n');
}

/** The rules as JSON objects, one a line. */
export function rulesJson(): string {
  return PAGE_RULES.map(({ name, quantifier, among, expression, doubt, proves, since, src }) => {
    const rule = {
      name,
      quantifier,
      among: among ?? null,
      expression,
      doubt: doubt ?? null,
      proves,
      since,
      src,
    };
    return recordLine({ rule });
  }).join('');
}
