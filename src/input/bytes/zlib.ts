import { later } from '../../core/later.ts';

/**
 * Node's own compression, loaded when it is first asked for: the streams come along with it, and together they take a
 * twentieth of a start, for which a plain file has no use.
 */
export const zlib = later(() => process.getBuiltinModule('node:zlib'));
