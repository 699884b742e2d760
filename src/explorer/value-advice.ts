import { printable } from '../core/printable.ts';
import { isReport } from '../input/values/log-like.ts';
import { otherLevel } from '../input/values/other-level.ts';
import { valuesIn } from '../input/values/word-values.ts';

/** What the command says of an option that the page does not have. */
const OPTION = ', or give --decimal if it is decimal';

/** What to do with a text that is no value, where it tells; else what is wrong with it. */
export function valueAdvice(text: string, wrong: string): string {
  const values = valuesIn(text);
  const [value = ''] = values;
  if (text.includes(' ') && isReport(text)) return 'This looks like a kernel log: paste it into Log.';
  const level = otherLevel(text, { isPteAssumed: true });
  if (values.length === 1)
    return `"${printable(text, 200)}": give the value alone: ${value}${level ? `, as ${level}` : ''}`;
  if (values.length > 1) return `"${printable(text, 200)}": several values: give one, or paste them into Log`;
  return wrong.replace(OPTION, '');
}
