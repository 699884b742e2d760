import { usageError } from '../../../core/errors.ts';
import { isGiven, type Meaning, refuseLost } from '../../options/meaning.ts';
import { checkFormat } from '../../options/output/view-format.ts';
import type { Invocation } from '../../spec.ts';

/** What the answer consists of; `pagemap-scan` is what the running kernel says of a process. */
const VIEWS = ['summary', 'ranges', 'entries', 'map', 'html', 'pagemap-scan'] as const;
export type View = (typeof VIEWS)[number];

/** Options that mean nothing in some views. */
const VIEWS_OF_OPTIONS: readonly Meaning<View>[] = [
  { option: 'by', with: ['summary', 'map'] },
  { option: 'present', with: ['summary', 'ranges', 'entries', 'map', 'html'] },
  { option: 'where', with: ['summary', 'ranges', 'entries', 'map', 'html'] },
  { option: 'kpageflags', with: ['summary', 'ranges', 'entries'] },
];

/**
 * The view that the options ask for.
 *
 * @throws PteDecodeError `ERR_USAGE` for two views, and for an option or a format that the view does not have
 */
export function viewOf(invocation: Invocation): View {
  const views = VIEWS.filter((view) => isGiven(invocation, view));
  if (views.includes('pagemap-scan') && (views.length > 1 || invocation.args.length > 0))
    throw usageError('--pagemap-scan: lists what the kernel says of a process, and nothing else');
  if (views.length > 1) throw usageError(`--${views.join(' and --')}: only one at a time`);
  const view = views[0] ?? 'summary';
  // What PAGEMAP_SCAN says is written as a summary is: as text, or JSON.
  checkFormat(invocation, view === 'pagemap-scan' ? 'summary' : view);
  refuseLost(invocation, VIEWS_OF_OPTIONS, view, (name) => (name === 'summary' ? 'a summary' : `--${name}`));
  if (isGiven(invocation, 'kpageflags') && isGiven(invocation, 'by'))
    throw usageError('--kpageflags: pages are not counted per mapping');
  if (view === 'html' && invocation.args.length > 1) throw usageError('--html writes a page of one input');
  return view;
}
