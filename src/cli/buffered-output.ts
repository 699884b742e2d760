import type { Output } from '../input/bytes/io.ts';

/** Characters that are worth a write of their own. */
const LARGE = 1 << 16;

/** Collects output and writes it in large pieces; `flush` before anything waits. */
export class BufferedOutput {
  readonly #output: Pick<Output, 'write'>;
  #pieces: string[] = [];
  #length = 0;

  constructor(output: Pick<Output, 'write'>) {
    this.#output = output;
  }

  /** Takes text; it is written when there is enough of it. */
  add(text: string): void {
    this.#pieces.push(text);
    this.#length += text.length;
    if (this.#length >= LARGE) this.flush();
  }

  /** Writes everything that was added. @throws ClosedPipeError when nobody reads any more */
  flush(): void {
    if (this.#length === 0) return;
    const text = this.#pieces.join('');
    this.#pieces = [];
    this.#length = 0;
    this.#output.write(text);
  }
}
