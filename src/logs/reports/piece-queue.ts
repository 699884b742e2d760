import { toReport } from './known-report.ts';
import type { OpenReport } from './open-report.ts';
import type { LogPiece } from './report.ts';

/** A line that is too long to be read; whether it has words of a report is asked behind all lines. */
export interface UnreadLine {
  kind: 'unread';
  offset: number;
  isOfReport: boolean;
}

type QueuedPiece =
  { kind: 'text'; bytes: Uint8Array; isCopy: boolean } | { kind: 'report'; report: OpenReport } | UnreadLine;

/** Pieces of a log in their order, which wait for reports that are still open. */
export class PieceQueue {
  readonly #pieces: QueuedPiece[] = [];

  /** Adds text that stays valid until `keep`. */
  addText(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#pieces.push({ kind: 'text', bytes, isCopy: false });
  }

  addReport(report: OpenReport): void {
    this.#pieces.push({ kind: 'report', report });
  }

  addUnread(line: UnreadLine): void {
    this.#pieces.push(line);
  }

  /** Copies the texts: the memory that they are in is used again. */
  keep(): void {
    for (const piece of this.#pieces)
      if (piece.kind === 'text' && !piece.isCopy) {
        piece.bytes = new Uint8Array(piece.bytes);
        piece.isCopy = true;
      }
  }

  /** Takes the pieces in front of the first report that is open. */
  take(): LogPiece[] {
    const waiting = this.#pieces.findIndex((piece) => piece.kind === 'report' && piece.report.isOpen);
    const ready = this.#pieces.splice(0, waiting < 0 ? this.#pieces.length : waiting);
    return ready.flatMap((piece): LogPiece[] => {
      if (piece.kind === 'text') return [{ kind: 'text', bytes: piece.bytes }];
      if (piece.kind === 'unread') return piece.isOfReport ? [{ kind: 'unread', offset: piece.offset }] : [];
      return piece.report.isOfStack ? [] : [{ kind: 'report', report: toReport(piece.report) }];
    });
  }
}
