import { PteDecodeError } from '../../../core/errors.ts';
import { checkFormat } from '../../options/output/view-format.ts';
import type { Invocation } from '../../spec.ts';

/** What `scan` writes; `pagemap` is what an image and a pagemap dump disagree on. */
const VIEWS = ['summary', 'ranges', 'entries', 'check', 'html', 'pagemap'] as const;
export type View = (typeof VIEWS)[number];

/** Options that mean nothing in some views: refused there, for who gives one counts on it. */
const VIEWS_OF_OPTIONS: readonly { readonly option: string; readonly views: readonly View[] }[] = [
  { option: 'start', views: ['pagemap'] },
  { option: 'absolute', views: ['pagemap'] },
  { option: 'rule', views: ['check'] },
  { option: 'maps', views: ['ranges', 'entries', 'check', 'html', 'pagemap'] },
  { option: 'where', views: ['summary', 'ranges', 'entries', 'check', 'html'] },
  { option: 'none', views: ['summary', 'ranges', 'entries', 'check', 'html'] },
  { option: 'tables', views: ['ranges', 'entries', 'check'] },
  { option: 'swaps', views: ['summary', 'ranges', 'entries', 'check', 'html'] },
  { option: 'kernel-half', views: ['summary', 'ranges', 'entries', 'check', 'html'] },
];

function isGiven(invocation: Invocation, option: string): boolean {
  return (
    invocation.has(option) || invocation.value(option) !== undefined || invocation.list(option).length > 0
  );
}

/**
 * The view that the options ask for.
 *
 * @param verdictFormat the format of verdicts that `--format` names, if it names one
 * @throws PteDecodeError `ERR_USAGE` for two views, and for an option or a format that the view does not have
 */
export function viewOf(invocation: Invocation, verdictFormat: string | undefined): View {
  const views = VIEWS.filter((view) => isGiven(invocation, view));
  if (views.length > 1)
    throw new PteDecodeError('ERR_USAGE', `--${views.join(' and --')}: only one at a time`);
  const view = views[0] ?? 'summary';
  if (verdictFormat === undefined) checkFormat(invocation, view);
  else if (view !== 'check')
    throw new PteDecodeError('ERR_USAGE', `--format ${verdictFormat} goes with --check`);
  const lost = VIEWS_OF_OPTIONS.find(
    ({ option, views }) => !views.includes(view) && isGiven(invocation, option),
  );
  if (lost === undefined) return view;
  const wanted = lost.views.map((name) => `--${name}`);
  const others = wanted.length > 1 ? `${wanted.slice(0, -1).join(', ')} or ` : '';
  throw new PteDecodeError('ERR_USAGE', `--${lost.option} goes with ${others}${wanted.at(-1) ?? ''}`);
}
