import { decodeEntry } from '../../../core/verdicts/decode.ts';
import { swpUffdWp } from '../../../core/verdicts/questions.ts';
import { RULE_IDS, RULE_TEXT, verdictWord } from '../../../core/verdicts/rules.ts';
import { formatHex } from '../../../core/u64.ts';
import { kernelHeadingLine } from '../../options/kernel/kernel-heading.ts';
import { foldLine } from '../../../records/text/fold.ts';
import { EXIT } from '../../exit.ts';
import { kernelFromOptions } from '../../options/kernel/kernel.ts';
import { ownTableStyle } from '../../options/output/table-style.ts';
import type { Action } from '../../spec.ts';

/** In front of what is said of a rule. */
const INDENT = '     ';

/** `pte-decode rules`. */
export const action: Action = async (invocation, io) => {
  const kernel = await kernelFromOptions(invocation, io);
  const { palette, terminal } = await ownTableStyle(invocation, io);
  const value = kernel.uffdWpSpecial ?? swpUffdWp(kernel);
  const { rules } = decodeEntry(kernel, value);
  const lines = RULE_IDS.map((id) => {
    if (value === 0n) return `  ${id}  ${RULE_TEXT[id]}\n`;
    const { holds, why } = rules[id];
    const said = palette(holds ? 'good' : 'dim', verdictWord({ holds }));
    const reason = foldLine(INDENT, `${said} for ${formatHex(value)}: ${why}`, terminal, `${INDENT}  `);
    return `  ${id}  ${RULE_TEXT[id]}\n${reason}\n`;
  });
  const advice =
    value === 0n
      ? 'no uffd-wp bit in a swap entry here: no value satisfies rule 3, and so none all four (pte-decode special)'
      : `pte-decode check ${formatHex(value)} asks all four, check --rule 3 one; --explain shows them with the bits`;
  const heading = palette('dim', kernelHeadingLine(kernel, invocation, io));
  io.stdout.write(
    `${foldLine('', heading, terminal, '')}\n\n${lines.join('')}\n${foldLine('', advice, terminal, '')}\n`,
  );
  return EXIT.ok;
};
