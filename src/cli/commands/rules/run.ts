import { decodeEntry } from '../../../core/decode.ts';
import { RULE_IDS, RULE_TEXT } from '../../../core/rules.ts';
import { formatHex } from '../../../core/u64.ts';
import { kernelName } from '../../../records/text.ts';
import { EXIT } from '../../exit.ts';
import { paletteFromOptions } from '../../options/colour.ts';
import { kernelFromOptions } from '../../options/kernel.ts';
import type { Action } from '../../spec.ts';

/** `pte-decode rules`. */
export const rulesAction: Action = async (invocation, io) => {
  const kernel = await kernelFromOptions(invocation, io);
  const palette = await paletteFromOptions(invocation, io);
  const value = kernel.uffdWpSpecial ?? kernel.mask('swp_uffd_wp');
  const { rules } = decodeEntry(kernel, value);
  const lines = RULE_IDS.map((id) => {
    if (value === 0n) return `  ${id}  ${RULE_TEXT[id]}\n`;
    const { holds, why } = rules[id];
    const said = palette(holds ? 'good' : 'bad', holds ? 'holds' : 'fails');
    return `  ${id}  ${RULE_TEXT[id]}\n     ${said} for ${formatHex(value)}: ${why}\n`;
  });
  io.stdout.write(
    `${palette('dim', kernelName(kernel))}\n\n${lines.join('')}\n` +
      (value === 0n
        ? 'no uffd-wp bit in a swap entry here: pte-decode special says what could stand for it\n'
        : `pte-decode check ${formatHex(value)} asks all four, check --rule 3 one; --explain shows them with the bits\n`),
  );
  return EXIT.ok;
};
