import type { Kernel } from '../../src/core/rows/model.ts';

/** A kernel of which some things are other than its tables say. */
export function changedKernel(kernel: Kernel, changes: Partial<Kernel>): Kernel {
  return new Proxy(kernel, {
    get(target, key): unknown {
      const of = Object.hasOwn(changes, key) ? changes : target;
      const value: unknown = Reflect.get(of, key, of);
      return typeof value === 'function' ? value.bind(of) : value;
    },
  });
}
