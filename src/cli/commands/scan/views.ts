import { usageError } from '../../../core/errors.ts';
import { isGiven, type Meaning, refuseGiven, refuseLost } from '../../options/meaning.ts';
import { checkFormat } from '../../options/output/view-format.ts';
import type { Invocation } from '../../spec.ts';

/** What `scan` writes; `pagemap` is what an image and a pagemap dump disagree on. */
const VIEWS = ['summary', 'ranges', 'entries', 'check', 'html', 'pagemap'] as const;
export type View = (typeof VIEWS)[number];

/** Options that mean nothing in some views: refused there, for who gives one counts on it. */
const VIEWS_OF_OPTIONS: readonly Meaning<View>[] = [
  { option: 'start', with: ['pagemap'] },
  { option: 'absolute', with: ['pagemap'] },
  { option: 'rule', with: ['check'] },
  { option: 'maps', with: ['ranges', 'entries', 'check', 'html', 'pagemap'] },
  { option: 'quiet', with: ['check', 'pagemap'] },
  { option: 'where', with: ['summary', 'ranges', 'entries', 'check', 'html'] },
  { option: 'none', with: ['summary', 'ranges', 'entries', 'check', 'html'] },
  { option: 'tables', with: ['ranges', 'entries', 'check'] },
  { option: 'swaps', with: ['summary', 'ranges', 'entries', 'check', 'html'] },
  { option: 'kernel-half', with: ['summary', 'ranges', 'entries', 'check', 'html'] },
];

/**
 * The view that the options ask for.
 *
 * @param verdictFormat the format of verdicts that `--format` names, if it names one
 * @throws PteDecodeError `ERR_USAGE` for two views, and for an option or a format that the view does not have
 */
export function viewOf(invocation: Invocation, verdictFormat: string | undefined): View {
  const views = VIEWS.filter((view) => isGiven(invocation, view));
  if (views.length > 1) throw usageError(`--${views.join(' and --')}: only one at a time`);
  const view = views[0] ?? 'summary';
  const asksForMapping = /\bvma\b/i.test(invocation.value('where') ?? '');
  if (verdictFormat === undefined) checkFormat(invocation, view);
  else if (view !== 'check') throw usageError(`--format ${verdictFormat} goes with --check`);
  else
    refuseGiven(
      invocation,
      asksForMapping ? ['swaps'] : ['maps', 'swaps'],
      ` names what is listed, and --format ${verdictFormat} lists nothing`,
    );
  const meanings = VIEWS_OF_OPTIONS.filter(({ option }) => option !== 'maps' || !asksForMapping);
  refuseLost(invocation, meanings, view, (name) => `--${name}`);
  if (invocation.value('table') === undefined) refuseGiven(invocation, ['va', 'level'], ' goes with --table');
  return view;
}
