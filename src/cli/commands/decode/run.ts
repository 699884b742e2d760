import { type DecodedEntry, decodeEntry } from '../../../core/verdicts/decode.ts';
import { evaluatePredicates } from '../../../core/functions/predicates.ts';
import { tell } from '../../../input/bytes/safe-io.ts';
import type { SourcedValue } from '../../../input/values/value-inputs.ts';
import { otherKernels } from '../../../kernel/others.ts';
import type { RecordContext } from '../../../records/property.ts';
import type { TemplateWriter } from '../../../records/templates/template-writer.ts';
import { BufferedOutput } from '../../buffered-output.ts';
import { EXIT } from '../../exit.ts';
import { keepHeapSmall } from '../../heap.ts';
import { kernelFromOptions } from '../../options/kernel/kernel.ts';
import { levelOf, saysNoLevel } from '../../options/kernel/level.ts';
import { readSwaps } from '../../options/kernel/swaps.ts';
import { readsInput, valuesFrom } from '../../options/values/values.ts';
import { loadCondition, unaskedText } from '../../options/values/where.ts';
import type { Action, Invocation } from '../../spec.ts';
import type { BulkOptions } from './bulk.ts';
import { makeView, viewName, type ViewName } from './views.ts';

/** The writer for many values, where the view has templates. */
async function loadBulk(
  view: ViewName,
  invocation: Invocation,
  options: BulkOptions,
  write: (bytes: Uint8Array) => void,
): Promise<TemplateWriter | undefined> {
  // Templates know nothing of predicates.
  if (view === 'long' || view === 'explain' || invocation.has('predicates')) return undefined;
  const { arePlainCells, bulkWriter } = await import('./bulk.ts');
  const isTable = view === 'csv' || view === 'tsv';
  if (isTable && !arePlainCells(invocation.list('file'))) return undefined;
  return bulkWriter(view, options, write);
}

/** `pte-decode VALUE...` */
export const action: Action = async (invocation, outside, program) => {
  const kernel = await kernelFromOptions(invocation, outside);
  const name = viewName(invocation);
  const io =
    name === 'line' && outside.stdout.isTTY
      ? await (await import('../../options/output/folded.ts')).foldedIo(outside)
      : outside;
  const view = await makeView(name, kernel, invocation, io);
  const devices = readSwaps(invocation, io);
  const condition = await loadCondition(invocation, kernel, devices);
  let unasked = 0;
  const level = levelOf(invocation);
  const hasInput = readsInput(invocation);
  if (hasInput) await keepHeapSmall();
  const bulk = hasInput
    ? await loadBulk(name, invocation, { kernel, level, devices, condition }, (bytes) => {
        io.stdout.write(bytes);
      })
    : undefined;
  const output = bulk ?? new BufferedOutput(io.stdout);
  // Number() first: compiling the expression takes longer than most of what follows.
  const isWordy = invocation.args.some(
    (word) => Number.isNaN(Number(word)) && !/^(?:0x)?[0-9a-f]+$/i.test(word),
  );
  const advice = isWordy
    ? await (
        await import('../../options/values/advice.ts')
      ).adviceOn(invocation.args, io, program.commands, undefined, !saysNoLevel(invocation))
    : undefined;
  const source = valuesFrom(invocation, io, { output, bulk, advice, bits: kernel.entryBits });
  if (source.isMissing) {
    io.stderr.write(await program.help());
    return EXIT.unanswered;
  }
  const others = otherKernels();
  const decode = ({
    value,
    text,
    origin,
  }: SourcedValue): { entry: DecodedEntry; context: RecordContext } => ({
    entry: decodeEntry(kernel, value, { level, others }),
    context: {
      kernel,
      devices,
      place: { input: text, origin },
      predicates: invocation.has('predicates') ? evaluatePredicates(kernel, value) : undefined,
    },
  });
  const show = (item: SourcedValue): void => {
    if (bulk) {
      bulk.show(item.value, item.text, item.origin, () => decode(item));
      return;
    }
    const { entry, context } = decode(item);
    const isWanted = condition ? condition.answer(entry, context) : true;
    if (isWanted === undefined) unasked += 1;
    if (isWanted) output.add(view.render(entry, context));
  };
  if (!invocation.has('no-heading')) output.add(view.heading);
  for (const item of source.read()) show(item);
  output.flush();
  unasked += bulk?.unasked ?? 0;
  if (condition && unasked > 0) tell(io, unaskedText(condition.unsaid, unasked, 'value'));
  return source.errors + unasked > 0 ? EXIT.unanswered : EXIT.ok;
};
