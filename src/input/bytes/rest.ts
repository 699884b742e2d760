/** Waits a millisecond: a pipe that is not ready must not be spun on. */
export function rest(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}
