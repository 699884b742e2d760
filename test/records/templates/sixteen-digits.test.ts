import { expect, test } from '@jest/globals';
import { decodeEntry } from '../../../src/core/verdicts/decode.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { formats, writing } from '../../helpers/template-writing.ts';

const WORD = '0123456789abcdefFEDCBA98';
const KERNEL = resolveKernel({ kernel: '6.12' });

/** The lines that the engine takes, once it knows how entries like theirs are written. */
function taker(): (line: string) => string | undefined {
  const [, format] = formats(KERNEL, 'pte');
  if (!format) throw new Error('no format of lines');
  const { writer, take } = writing(format);
  const learn = (value: bigint): void => {
    writer.show(value, '', '', () => {
      return { entry: decodeEntry(KERNEL, value, { level: 'pte', others: [] }), context: { kernel: KERNEL } };
    });
    take();
  };
  return (line) => {
    const digits = /^0x([0-9a-f]+)$/i.exec(line)?.[1];
    if (digits !== undefined && digits.length <= 16) learn(BigInt(`0x${digits}`));
    // A line more, so that none is at the end of what was read.
    const bytes = Buffer.from(`${line}\n0x1\n`, 'latin1');
    writer.input.set(bytes);
    const { at } = writer.takeLines(0, line.length + 1, 1, false);
    const text = take();
    return at === 0 ? undefined : text.slice(0, 18);
  };
}

test('every byte at every place of sixteen digits, and fewer and more of them', () => {
  const takeLine = taker();
  for (let place = 0; place < 16; place++)
    for (let byte = 0; byte < 256; byte++) {
      const digits = WORD.slice(place, place + 8) + WORD.slice(0, 8);
      const line = `0x${digits.slice(0, place)}${String.fromCharCode(byte)}${digits.slice(place + 1)}`;
      if (byte === 0x0a || byte === 0x0d) continue;
      const wanted = /^0x[0-9a-f]{16}$/i.test(line) ? line.toLowerCase() : undefined;
      if (takeLine(line) !== wanted) expect({ line, taken: takeLine(line) }).toEqual({ line, taken: wanted });
    }
  for (let size = 1; size <= 20; size++) {
    const digits = WORD.slice(0, size).replace('0', '1');
    const wanted = size <= 16 ? `0x${digits.toLowerCase().padStart(16, '0')}` : undefined;
    expect([size, takeLine(`0x${digits}`)]).toEqual([size, wanted]);
  }
});
