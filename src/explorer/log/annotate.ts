import { LEVELS } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { leavingText } from '../../core/printable.ts';
import { formatHex, formatU64 } from '../../core/u64.ts';
import type { KernelSpec } from '../../kernel/resolve.ts';
import { Explainer } from '../../logs/explain/explain.ts';
import type { ExplainedReport, ExplainedValue } from '../../logs/explain/explained.ts';
import { createJsFinder } from '../../logs/find/js.ts';
import { LogReader } from '../../logs/reader.ts';
import { UNREAD_LINE } from '../../logs/reports/line-buffer.ts';
import type { LogPiece } from '../../logs/reports/report.ts';
import { KernelTeller, LOG_INDENT, LogRenderer, renderLogHeading } from '../../logs/text.ts';
import { linkTo } from '../place.ts';
import { plainPalette } from '../../records/text/palette.ts';
import { markingPalette, type Span, spansOf } from './marked-text.ts';

const STYLE = { palette: markingPalette, terminal: undefined };
/** What a value begins with where it stands in its row. */
const RAW_MARK = markingPalette('raw', '').slice(0, -1);
const PLAIN = { palette: plainPalette, terminal: undefined };

/** A piece of an annotation; a value has a link to the view of it. */
export interface LinkedSpan extends Span {
  readonly href: string | undefined;
}

/** A part of an annotated log: text as it came, or what is said of the line above. */
export type AnnotatedPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'said'; readonly spans: readonly LinkedSpan[] };

/** What is said below a line that was not read, of its first byte. */
const unreadAt = (offset: number): readonly LinkedSpan[] => [
  { text: `${LOG_INDENT}@${formatHex(offset)}: ${UNREAD_LINE}\n`, role: undefined, href: undefined },
];

/** How a log is annotated. */
interface AnnotateOptions {
  /** The kernel that was chosen, for values in front of which the log names none; undefined: nobody chose. */
  readonly kernel: Kernel | undefined;
  /** Leave out the text of the log, and say at which line each value stands. */
  readonly isOnly: boolean;
  /** The name of the log, for that. */
  readonly name: string;
}

/** Annotates a log piece by piece, as `pte-decode log` does. */
export class Annotator {
  readonly #reader: LogReader;
  readonly #explainer: Explainer;
  readonly #teller = new KernelTeller(STYLE);
  readonly #renderer = new LogRenderer(STYLE);
  readonly #options: AnnotateOptions;
  readonly #decoder = new TextDecoder();

  constructor(options: AnnotateOptions) {
    this.#options = options;
    this.#reader = new LogReader(createJsFinder(), options.isOnly);
    this.#explainer = new Explainer(wishesOf(options.kernel));
  }

  /** Takes the next bytes of the log, as many as there are. */
  add(bytes: Uint8Array): readonly AnnotatedPart[] {
    const parts: AnnotatedPart[] = [];
    for (let at = 0; at < bytes.length;) {
      const piece = bytes.subarray(at, at + this.#reader.space.length);
      at += piece.length;
      parts.push(...this.#take(piece));
    }
    return parts;
  }

  /** The rest, at the end of the log. */
  end(): readonly AnnotatedPart[] {
    return this.#take(new Uint8Array(0));
  }

  #take(piece: Uint8Array): readonly AnnotatedPart[] {
    // Asking for space moves what was kept to its front, also when nothing comes any more.
    this.#reader.space.set(piece);
    return this.#parts(this.#reader.take(piece.length));
  }

  #parts(pieces: readonly LogPiece[]): readonly AnnotatedPart[] {
    return pieces.flatMap((piece): readonly AnnotatedPart[] => {
      if (piece.kind === 'report')
        return [{ kind: 'said', spans: this.#report(this.#explainer.explain(piece.report)) }];
      if (piece.kind === 'unread') return [{ kind: 'said', spans: unreadAt(piece.offset) }];
      if (this.#options.isOnly) return [];
      return [{ kind: 'text', text: leavingText(this.#decoder.decode(piece.bytes)) }];
    });
  }

  #report(explained: ExplainedReport): readonly LinkedSpan[] {
    const { report, chosen } = explained;
    let text = this.#options.isOnly ? renderLogHeading(report, this.#options.name, markingPalette) : '';
    text += this.#teller.tell(explained);
    // What ends a line in blanks is cut where it is not marked, and has to be here.
    const rows = this.#renderer.report(explained).replace(/ +(\x03?)(?=\n)/g, '$1');
    text += rows;
    const said = saidOf(explained, rows);
    // A row for each value, in their order, each with the value as what stands for itself.
    let row = 0;
    return spansOf(text).map((span) => {
      if (span.role !== 'raw') return { ...span, href: undefined };
      const value = explained.values[row];
      const href = value && chosen ? linkOf(chosen.kernel, value, said[row] ?? '') : undefined;
      row += 1;
      return { ...span, href };
    });
  }
}

/** Where the value can be looked at, with what the log says of it. */
function linkOf({ id }: Kernel, { level, entry }: ExplainedValue, said: string): string {
  return linkTo(id, formatU64(entry.raw), LEVELS.find((known) => known === level) ?? 'pte', {
    isKernels: entry.form === 'unmapped',
    said,
  });
}

/** What is said of each value in its row, and of the kernel that all of them are read by. */
function saidOf(explained: ExplainedReport, rows: string): readonly string[] {
  const bare = (text: string): string => text.replace(LOG_INDENT, '').replace(/ +/g, ' ').trim();
  const kernel = bare(new KernelTeller(PLAIN).tell(explained));
  return rows
    .split('\n')
    .filter((line) => line.includes(RAW_MARK))
    .map((line) => `${bare(spansOf(line).map(({ text }) => text).join(''))}; ${kernel}`); // prettier-ignore
}

/** What is wished of kernels: as `pte-decode log` takes `--kernel`. */
function wishesOf(kernel: Kernel | undefined): {
  readonly fallback: KernelSpec;
  readonly always: KernelSpec;
} {
  if (!kernel) return { fallback: {}, always: {} };
  const { profile, said } = kernel;
  return { fallback: { kernel: profile, ...said }, always: said };
}
