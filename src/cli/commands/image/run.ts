import { imageRecord, renderImage } from './view.ts';
import type { MemoryRange } from '../../../images/memory.ts';
import { EXIT } from '../../exit.ts';
import { kernelSpecOf, openMemory } from '../../options/memory.ts';
import type { Action } from '../../spec.ts';
import { paletteFromOptions } from '../../options/colour.ts';

const SHOWN_RANGES = 32;
/** A hostile bitmap can alternate; nobody reads more ranges than this. */
const MOST_RANGES = 1_000_000;

/** `pte-decode image` */
export const imageAction: Action = async (invocation, io) => {
  const memory = await openMemory(invocation, io, invocation.args[0] ?? '');
  const isJson = invocation.has('json');
  const ranges: MemoryRange[] = [];
  let rangeCount = 0;
  let bytes = 0n;
  for (const range of memory.ranges()) {
    rangeCount++;
    bytes += range.end - range.start;
    if (ranges.length < (isJson ? MOST_RANGES : SHOWN_RANGES)) ranges.push(range);
  }
  const { info } = memory;
  const { kernel, paging, encBit } = kernelSpecOf(info);
  const report = { info, ranges, rangeCount, bytes, kernel, paging, encBit };
  io.stdout.write(
    isJson
      ? JSON.stringify(imageRecord(report)) + '\n'
      : renderImage(report, await paletteFromOptions(invocation, io)),
  );
  memory.close();
  return EXIT.ok;
};
