import { rootFor } from '../../../images/roots.ts';
import { walkAddress } from '../../../images/walk.ts';
import { kernelLine } from '../../../records/text.ts';
import { renderWalk, walkRecord } from './view.ts';
import { EXIT } from '../../exit.ts';
import {
  describeRoot,
  kernelOfImage,
  kernelOrigin,
  openMemoryOption,
  rootsFromOptions,
} from '../../options/memory.ts';
import type { Action } from '../../spec.ts';
import { readSwaps } from '../../options/swaps.ts';
import { BufferedOutput } from '../../buffered-output.ts';
import { valuesFrom } from '../../options/values.ts';
import { paletteFromOptions } from '../../options/colour.ts';

/** `pte-decode walk` */
export const walkAction: Action = async (invocation, io, program) => {
  const memory = await openMemoryOption(invocation, io);
  const kernel = await kernelOfImage(invocation, io, memory.info);
  const roots = rootsFromOptions(invocation, memory, kernel);
  const palette = await paletteFromOptions(invocation, io);
  const context = { kernel, devices: readSwaps(invocation, io) };
  const isJson = invocation.has('json');
  const output = new BufferedOutput(io.stdout);
  const source = valuesFrom(invocation, io, { output });
  if (source.isMissing) {
    io.stderr.write(await program.help());
    return EXIT.unanswered;
  }
  if (!isJson && !invocation.has('no-heading'))
    output.add(
      palette(
        'dim',
        `${kernelLine(kernel)} (${kernelOrigin(invocation, memory.info)}); top table ${describeRoot(roots)}`,
      ) + '\n',
    );
  let unread = 0;
  for (const { value } of source.read()) {
    const walk = walkAddress(memory, kernel, rootFor(roots, value), value);
    if (walk.stop?.reason === 'unreadable') unread++;
    output.add(
      isJson ? JSON.stringify(walkRecord(walk, context)) + '\n' : '\n' + renderWalk(walk, context, palette),
    );
  }
  output.flush();
  memory.close();
  return unread > 0 || source.errors > 0 ? EXIT.unanswered : EXIT.ok;
};
