import type { Circumstances } from '../../core/rows/log-lines.ts';
import { joinCircumstances } from './circumstances.ts';
import { LOG_WINDOW, type Saying } from './machine-evidence.ts';

/** Callers whose circumstances are kept at a time. */
const MAX_CALLERS = 64;

/** Lines of one caller that are kept for its next walk: those of one fault are fewer. */
const MAX_SAYINGS = 32;

/** Keeps what callers say for their next walks. */
export class Sayings {
  /** What callers have said since their last walk, the newest last. */
  readonly #callers = new Map<string, Saying[]>();
  /** The caller two of whose faults are mixed; undefined: none. */
  #tangled: string | undefined;

  /** Keeps what a line says for the next walk of its caller. */
  keep(caller: string, saying: Saying): void {
    const sayings = this.#callers.get(caller) ?? [];
    sayings.push(saying);
    if (sayings.length > MAX_SAYINGS) sayings.shift();
    // The one that spoke last is the last to be forgotten.
    this.#callers.delete(caller);
    this.#callers.set(caller, sayings);
    if (this.#callers.size > MAX_CALLERS) this.#callers.delete(this.#callers.keys().next().value ?? '');
  }

  /** A report of a caller is over: what was said in lines before a place is not about a walk behind it. */
  end(caller: string, offset: number): void {
    const said = this.#callers.get(caller);
    if (said)
      this.#callers.set(
        caller,
        said.filter((saying) => saying.offset >= offset),
      );
  }

  /** Another text begins at a place: what was said before is over, but in its heading, which can stand so many bytes in front. */
  leave(offset: number, front: number): void {
    for (const caller of this.#callers.keys()) this.end(caller, offset - front);
    this.#tangled = undefined;
  }

  /** Whether two faults of a caller are mixed, so that nothing tells which of them a line is about. */
  isTangled(caller: string): boolean {
    return this.#tangled === caller;
  }

  /** What was said before a walk, which belongs to that walk alone: since the last address, which begins a new story. */
  take(caller: string, offset: number, hasAddress: boolean): Circumstances {
    // A line that lost what stood in front of it says nothing of its caller.
    const teller = this.#callers.has(caller) ? caller : '';
    const said = (this.#callers.get(teller) ?? []).filter(
      (saying) => !saying.circumstances.isBehindWalk || saying.offset === offset,
    );
    this.#callers.delete(teller);
    const address = said.findLastIndex(({ circumstances }) => circumstances.address !== undefined);
    const start = address > 0 && said[address - 1]?.circumstances.isPrelude ? address - 1 : address;
    const near = said.filter((saying) => offset - saying.offset <= LOG_WINDOW);
    if (!hasAddress && isTangled(near)) {
      // Two faults at once, and nothing says which of them the walk is of.
      this.#tangled = caller;
      return {};
    }
    if (address >= 0 && this.#tangled === caller) this.#tangled = undefined;
    return said
      .slice(Math.max(start, 0))
      .filter((saying) => offset - saying.offset <= LOG_WINDOW)
      .reduce((before: Circumstances, { circumstances }) => joinCircumstances(circumstances, before), {});
  }
}

/** Whether another fault was announced before anything but its address was said of the one before. */
function isTangled(said: readonly Saying[]): boolean {
  const last = said.findLastIndex(({ circumstances }) => circumstances.address !== undefined);
  const before = said.findLastIndex(
    ({ depth, circumstances: { address } }, index) =>
      index < last &&
      depth === said[last]?.depth &&
      address !== undefined &&
      address !== said[last]?.circumstances.address,
  );
  return (
    before >= 0 &&
    said
      .slice(before, last)
      .every(({ circumstances: { errorCode, access } }) => errorCode === undefined && access === undefined)
  );
}
