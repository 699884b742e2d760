import type { Io } from '../bytes/io.ts';
import { tell } from '../bytes/safe-io.ts';

/** Messages that are held back until it is known what an input is. */
const MOST_HELD = 100;
/** So many of them are told as long as nothing was a value; the rest is counted. */
const MOST_TOLD = 8;

/** Something that is to be said; a notice is no mistake. */
interface Message {
  readonly text: string;
  readonly isNotice: boolean;
}

/** What is to be said of an input of text: held back as long as it had no value, since it may turn out to be something else. */
export class HeldMessages {
  readonly #io: Pick<Io, 'stderr'>;
  #isHolding = false;
  #told: Message[] = [];
  /** Messages behind those. */
  #more = 0;
  /** Whether `#told` was written already, because so much is no value. */
  #isWritten = false;

  constructor(io: Pick<Io, 'stderr'>) {
    this.#io = io;
  }

  /** An input begins, which had no value yet. */
  hold(): void {
    this.#isHolding = true;
    this.#told = [];
    this.#more = 0;
    this.#isWritten = false;
  }

  /** Says something, or holds it; what is only counted is not asked for. */
  say(text: () => string, isNotice = false): void {
    if (!this.#isHolding) {
      tell(this.#io, text());
      return;
    }
    if (this.#told.length < MOST_TOLD) this.#told.push({ text: text(), isNotice });
    else this.#more += 1;
    if (this.#more === MOST_HELD) this.#write();
  }

  /** Drops what was not said yet, where the next line tells what the input is. */
  forget(isIdle: (message: Message) => boolean): void {
    if (!this.#isHolding || this.#isWritten) return;
    this.#told = this.#told.filter((message) => !isIdle(message));
    if (this.#told.length === 0) this.#more = 0;
  }

  /** Says what was held back: from now on everything is said. */
  release(): void {
    if (!this.#isHolding) return;
    this.#isHolding = false;
    this.#write();
    if (this.#more > 0)
      tell(this.#io, `and ${this.#more} more of these: \`pte-decode -h\` says how values are written`);
  }

  #write(): void {
    if (!this.#isWritten) for (const { text } of this.#told) tell(this.#io, text);
    this.#isWritten = true;
  }
}
