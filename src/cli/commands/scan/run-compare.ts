import { pagesText } from '../../pagemap/count-text.ts';
import { PteDecodeError } from '../../../core/errors.ts';
import { printable } from '../../../core/printable.ts';
import { formatU64 } from '../../../core/u64.ts';
import { disagreement } from './disagreement.ts';
import { type PageEntry, readPageEntries } from '../../../images/scan/page-entries.ts';
import { pageAddress } from '../../../images/scan/scan.ts';
import { SCHEMA } from '../../../records/schema-number.ts';
import { createPagemapModel } from '../../../pagemap/model.ts';
import { MEMORY } from '../../../pagemap/scan/memory.ts';
import { EXIT } from '../../exit.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { kernelsOfImage } from '../../options/memory/image-kernel.ts';
import { openMemoryOption } from '../../options/memory/memory.ts';
import { noTable, rootsFromOptions } from '../../options/memory/top-table.ts';
import { drive, type StepwiseSink } from '../../pagemap/drive.ts';
import { openFile } from '../../pagemap/session.ts';
import type { Invocation } from '../../spec.ts';
import { BufferedOutput } from '../../buffered-output.ts';
import { formatOf } from './output.ts';
import { tell } from '../../../input/bytes/safe-io.ts';

/** Pages compared at a time. */
const STEP = 4096;

/** `pte-decode scan --pagemap FILE`: lists the pages on which an image and a pagemap dump disagree. */
export async function compareAction(invocation: Invocation, io: Io): Promise<number> {
  if (invocation.value('table') !== undefined)
    throw new PteDecodeError('ERR_USAGE', '--pagemap goes with --memory');
  const memory = await openMemoryOption(invocation, io);
  const { user: kernel } = await kernelsOfImage(invocation, io, memory);
  const root = rootsFromOptions(invocation, memory, kernel, 'user').user;
  if (root === undefined) throw new PteDecodeError('ERR_USAGE', noTable(memory, kernel));
  const model = createPagemapModel(kernel);
  const session = await openFile(invocation, io, invocation.value('pagemap') ?? '', {
    usual: 2 ** kernel.pageShift,
    isPlaced: true,
  });
  const words = new Uint32Array(session.engine.buffer, MEMORY.words, MEMORY.wordsBytes / 4);
  const isJson = formatOf(invocation) === 'json';
  const output = new BufferedOutput(io.stdout);
  const problems = new Set<string>();
  let compared = 0;
  let differing = 0;
  let unknown = 0;
  const compare = (
    page: number,
    found: PageEntry | undefined,
    word: bigint,
    hidden: boolean,
    vma: string | undefined,
  ): void => {
    compared++;
    const why = disagreement(kernel, model, found, word, hidden);
    if (why === undefined) return;
    differing++;
    const vaddr = formatU64(pageAddress(kernel, page));
    const raw = formatU64(found?.raw ?? 0n);
    output.add(
      isJson
        ? JSON.stringify({
            schema: SCHEMA,
            vaddr,
            level: found?.level ?? null,
            raw,
            pagemap: formatU64(word),
            why,
            vma: vma ?? null,
          }) + '\n'
        : `${vaddr}  entry ${raw}  pagemap ${formatU64(word)}  ${why}${vma ? `  ${printable(vma, 200)}` : ''}\n`,
    );
  };
  const sink: StepwiseSink = {
    streams: true,
    *steps(piece, hidden) {
      if (piece.notRead) return;
      for (let done = 0; done < piece.pages; done += STEP) {
        const count = Math.min(STEP, piece.pages - done);
        const page = piece.page + done;
        const { entries, problems: unread, isUnread } = readPageEntries(memory, kernel, root, page, count);
        for (const text of unread) if (problems.size < 1000) problems.add(text);
        for (let i = 0; i < count; i++) {
          if (unread.length > 0 && isUnread(i)) {
            unknown++;
            continue;
          }
          const at = 2 * (piece.from + done + i);
          const lo = piece.from < 0 ? piece.lo : (words[at] ?? 0);
          const hi = piece.from < 0 ? piece.hi : (words[at + 1] ?? 0);
          compare(
            page + i,
            entries[i],
            (BigInt(hi >>> 0) << 32n) | BigInt(lo >>> 0),
            hidden,
            piece.vma?.name,
          );
        }
        yield;
      }
    },
  };
  const result = await drive(session, io, sink);
  output.flush();
  memory.close();
  const trouble = [...result.problems, ...problems];
  for (const text of [...result.notes, ...trouble]) tell(io, text);
  const unknownText = unknown > 0 ? `; ${unknown} could not be compared: their tables were not read` : '';
  const isOpen = trouble.length > 0 || compared === 0;
  // Where there is no answer, it is the reason.
  if (isOpen || !invocation.has('quiet'))
    tell(
      io,
      `${pagesText(compared)} compared, ${differing} ${differing === 1 ? 'disagrees' : 'disagree'}${unknownText}`,
    );
  if (isOpen) return EXIT.unanswered;
  return differing > 0 ? EXIT.no : EXIT.ok;
}
