import { listFormat } from '../../options/output/format.ts';
import { joinHalves } from '../../../images/address.ts';
import { pagesText } from '../../pagemap/words.ts';
import { usageError } from '../../../core/errors.ts';
import { printable } from '../../../core/printable.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { DifferenceList } from './difference-list.ts';
import { disagreement } from './disagreement.ts';
import { type PageEntry, readPageEntries } from '../../../images/scan/page-entries.ts';
import { shortKernelId } from '../../../records/text/kernel-id.ts';
import { pagemapKernel } from '../../../pagemap/capture/kernel.ts';
import { createPagemapModel } from '../../../pagemap/model.ts';
import { MEMORY } from '../../../pagemap/scan/memory.ts';
import { EXIT } from '../../exit.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { KERNEL_OPTIONS } from '../../options/kernel/kernel.ts';
import { kernelsOfImage } from '../../options/memory/image-kernel.ts';
import { openMemoryOption } from '../../options/memory/memory.ts';
import { imageKernelName } from '../../options/memory/image-name.ts';
import { describeRoot, noTable, rootsFromOptions } from '../../options/memory/top-table.ts';
import { drive, type StepwiseSink } from '../../pagemap/drive.ts';
import { openFile, type PagemapSession } from '../../pagemap/session.ts';
import { paletteFromOptions } from '../../options/output/colour.ts';
import { foldedIo } from '../../options/output/folded.ts';
import type { Invocation } from '../../spec.ts';
import { BufferedOutput } from '../../buffered-output.ts';
import { scanHeading } from './view.ts';
import { tell } from '../../../input/bytes/safe-io.ts';

/** Pages compared at a time. */
const STEP = 4096;

/** What is said of the kernel of a dump: where nobody names one, options say of the image what the dump says of itself. */
function ofDump(invocation: Invocation): Invocation {
  const isNamed = invocation.value('kernel') !== undefined;
  return KERNEL_OPTIONS.reduce((said, { long }) => (isNamed ? said : said.with(long, [])), invocation);
}

/** Says that a capture was made by another kernel than the image's: then they are not of one moment. Gives whether it was. */
function tellOtherKernel(io: Io, { header, source }: PagemapSession, kernel: Kernel): boolean {
  const recorded = header?.kernel;
  if (recorded === undefined) return false;
  const other = pagemapKernel({ kernel: recorded });
  if (other.version === kernel.version) return false;
  tell(
    io,
    `${printable(source.name, 200)} was captured on kernel ${shortKernelId(other)}, and the entries are read as of ${shortKernelId(kernel)}: they are not of one machine at one time, or one of the two is not named right`,
  );
  return true;
}

/** `pte-decode scan --pagemap FILE`: lists the pages on which an image and a pagemap dump disagree. */
export async function compareAction(invocation: Invocation, io: Io): Promise<number> {
  if (invocation.value('table') !== undefined) throw usageError('--pagemap goes with --memory');
  const memory = await openMemoryOption(invocation, io);
  const { user: kernel } = await kernelsOfImage(invocation, io, memory);
  const roots = rootsFromOptions(invocation, memory, kernel, 'user');
  const root = roots.user;
  if (root === undefined) throw usageError(noTable(memory, kernel));
  const session = await openFile(ofDump(invocation), io, invocation.value('pagemap') ?? '', {
    usual: 2 ** kernel.pageShift,
    isPlaced: true,
  });
  const isOther = tellOtherKernel(io, session, kernel);
  // The words of a capture are those of the kernel that it names, unless somebody names another one.
  const model = isOther ? session.model : createPagemapModel(kernel);
  const words = new Uint32Array(session.engine.buffer, MEMORY.words, MEMORY.wordsBytes / 4);
  const isJson = listFormat(invocation) === 'json';
  const output = new BufferedOutput((isJson ? io : await foldedIo(io)).stdout);
  const isBare = isJson || invocation.has('no-heading');
  if (!isBare) {
    const kernelText = `${imageKernelName(invocation, memory, kernel)}; top table ${describeRoot(kernel, roots)}`;
    output.add(scanHeading('line', kernelText, await paletteFromOptions(invocation, io)));
  }
  const list = new DifferenceList(kernel, isJson, (text) => {
    output.add(text);
  });
  const problems = new Set<string>();
  let compared = 0;
  let differing = 0;
  let unknown = 0;
  let notRead = 0;
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
    list.add({ page, level: found?.level, raw: found?.raw ?? 0n, word, why, vma });
  };
  const sink: StepwiseSink = {
    streams: true,
    *steps(piece, hidden) {
      if (piece.notRead) {
        notRead += piece.pages;
        return;
      }
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
          compare(page + i, entries[i], joinHalves(lo, hi), hidden, piece.vma?.name);
        }
        yield;
      }
    },
  };
  const result = await drive(session, io, sink);
  list.flush();
  const trouble = [...result.problems, ...problems];
  const unknownText = unknown > 0 ? `; ${unknown} could not be compared: their tables were not read` : '';
  const notReadText = notRead > 0 ? `; ${notRead} could not be: the capture did not read them` : '';
  const verdict = `${pagesText(compared)} compared, ${differing} ${differing === 1 ? 'disagrees' : 'disagree'}${unknownText}${notReadText}`;
  const isOpen = trouble.length > 0 || compared === 0 || notRead > 0;
  if (!isOpen && !isBare) output.add(`# ${verdict}\n`);
  output.flush();
  memory.close();
  for (const text of [...result.notes, ...trouble]) tell(io, text);
  // Where there is no answer, it is the reason.
  if (isOpen || (isBare && !invocation.has('quiet'))) tell(io, verdict);
  if (isOpen) return EXIT.unanswered;
  return differing > 0 ? EXIT.no : EXIT.ok;
}
