import { LEVELS } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { leavingText } from '../../core/printable.ts';
import { formatU64 } from '../../core/u64.ts';
import { parseVersion } from '../../core/version.ts';
import { RELEASES } from '../../kernel/profiles.ts';
import { type KernelSpec, saidBeside } from '../../kernel/resolve.ts';
import { Explainer } from '../../logs/explain/explain.ts';
import type { ExplainedReport, ExplainedValue } from '../../logs/explain/explained.ts';
import { createJsFinder } from '../../logs/find/js.ts';
import { LogReader } from '../../logs/reader.ts';
import type { LogPiece } from '../../logs/reports/report.ts';
import { KernelTeller, LogRenderer, renderLogHeading } from '../../logs/text.ts';
import { linkTo } from '../place.ts';
import { markingPalette, type Span, spansOf } from './marked-text.ts';

const STYLE = { palette: markingPalette, terminal: undefined };

/** A piece of an annotation; a value has a link to the view of it. */
interface LinkedSpan extends Span {
  readonly href: string | undefined;
}

/** A part of an annotated log: text as it came, or what is said of the line above. */
export type AnnotatedPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'said'; readonly spans: readonly LinkedSpan[] };

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
      if (this.#options.isOnly) return [];
      return [{ kind: 'text', text: leavingText(this.#decoder.decode(piece.bytes)) }];
    });
  }

  #report(explained: ExplainedReport): readonly LinkedSpan[] {
    const { report, chosen } = explained;
    let text = this.#options.isOnly ? renderLogHeading(report, this.#options.name, markingPalette) : '';
    text += this.#teller.tell(explained);
    // What ends a line in blanks is cut where it is not marked, and has to be here.
    text += this.#renderer.report(explained).replace(/ +(\x03?)(?=\n)/g, '$1');
    // A row for each value, in their order, each with the value as what stands for itself.
    let row = 0;
    return spansOf(text).map((span) => {
      const value = span.role === 'raw' ? explained.values[row++] : undefined;
      return { ...span, href: value && chosen ? linkOf(chosen.kernel, value) : undefined };
    });
  }
}

/**
 * Where the value can be looked at. Nowhere where its kernel is older than what the tables cover whole, and for pages of the
 * kernel that are not mapped: the value alone does not say that they are.
 */
function linkOf({ id, version }: Kernel, { level, entry, unmapped }: ExplainedValue): string | undefined {
  if (unmapped || version < parseVersion(RELEASES[0] ?? '')) return undefined;
  return linkTo(id, formatU64(entry.raw), LEVELS.find((known) => known === level) ?? 'pte');
}

/** What is wished of kernels: as `pte-decode log` takes `--kernel`. */
function wishesOf(kernel: Kernel | undefined): {
  readonly fallback: KernelSpec;
  readonly always: KernelSpec;
} {
  if (!kernel) return { fallback: {}, always: {} };
  const beside = saidBeside(kernel.id);
  return { fallback: { kernel: kernel.profile, ...beside }, always: beside };
}
