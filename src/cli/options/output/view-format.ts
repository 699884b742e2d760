import { usageError } from '../../../core/errors.ts';
import type { Invocation } from '../../spec.ts';

/**
 * Refuses a format that a view of pages does not have: lists have all, a summary has JSON, pictures have none.
 *
 * @throws PteDecodeError `ERR_USAGE`
 */
export function checkFormat(invocation: Invocation, view: string): void {
  const option = invocation.has('json') ? '--json' : '--format';
  const said = invocation.has('json') ? 'json' : invocation.value('format');
  if (said === undefined) return;
  if (view === 'map' || view === 'html') throw usageError(`--${view} takes no ${option}`);
  if (view === 'pagemap' && said !== 'json' && said !== 'line')
    throw usageError(`--format ${said} goes with --ranges or --entries`);
  if (view === 'summary' && said !== 'json')
    throw usageError(`--format ${said} goes with --ranges or --entries`);
}
