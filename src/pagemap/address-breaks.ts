import type { WhereNode } from '../records/where/tree.ts';
import { integerOf, type Lookup } from '../records/where/values.ts';
import { childrenOf } from '../records/where/tree.ts';

/** The name of the address in a condition. */
const ADDRESS = 'vaddr';

/** Gives the first address above `address` at which what it describes may change. */
type NextBreak = (address: bigint) => bigint;

/** Behind the last address: nothing changes any more. */
const END = 1n << 64n;

const NEVER: NextBreak = () => END;
/** For what is not understood: anything may change at the next address. */
const ALWAYS: NextBreak = (address) => address + 1n;

/**
 * Finds the addresses at which a condition may change its answer while everything but `vaddr` stays the same, so that
 * a stretch of any length takes as many evaluations as it has answers.
 *
 * @param root the condition
 * @param lookup the values of all other names
 * @returns gives for an address the first one above it at which the answer may be another; 2^64 when there is none
 */
export function addressBreaks(root: WhereNode, lookup: Lookup): NextBreak {
  if (!speaksOfAddress(root)) return NEVER;
  switch (root.kind) {
    case 'not':
      return addressBreaks(root.operand, lookup);
    case 'and':
    case 'or':
      return firstOf(root.operands.map((operand) => addressBreaks(operand, lookup)));
    case 'compare':
      return comparison(root.left, root.right, lookup);
    case 'in':
      return firstOf(root.items.map((item) => comparison(root.value, item, lookup)));
    case 'name':
    case 'bits':
      return crossings(root, 0n, lookup);
    default:
      return ALWAYS;
  }
}

function speaksOfAddress(node: WhereNode): boolean {
  return node.kind === 'name' ? node.name === ADDRESS : childrenOf(node).some(speaksOfAddress);
}

function firstOf(all: readonly NextBreak[]): NextBreak {
  return (address) =>
    all.reduce((first, next) => {
      const candidate = next(address);
      return candidate < first ? candidate : first;
    }, END);
}

/** A comparison of two sides, one of which speaks of the address. */
function comparison(left: WhereNode, right: WhereNode, lookup: Lookup): NextBreak {
  const [moving, fixed] = speaksOfAddress(left) ? [left, right] : [right, left];
  if (speaksOfAddress(fixed)) return ALWAYS;
  const value = valueOf(fixed, lookup);
  // Nothing is less than, or equal to, what has no value.
  return value === undefined ? NEVER : crossings(moving, value, lookup);
}

function valueOf(node: WhereNode, lookup: Lookup): bigint | undefined {
  if (node.kind === 'literal') return integerOf(node.value);
  return node.kind === 'name' ? integerOf(lookup(node.name)) : undefined;
}

/** The bits of the address that a side of a comparison keeps; undefined when it is no such thing. */
function maskOf(node: WhereNode, lookup: Lookup): bigint | undefined {
  if (node.kind === 'name') return node.name === ADDRESS ? END - 1n : undefined;
  if (node.kind !== 'bits') return undefined;
  let mask = END - 1n;
  for (const operand of node.operands) {
    const bits = speaksOfAddress(operand) ? maskOf(operand, lookup) : valueOf(operand, lookup);
    if (bits === undefined) return undefined;
    mask &= bits;
  }
  return mask;
}

/** Where the masked address becomes equal to a value, or passes it. */
function crossings(node: WhereNode, value: bigint, lookup: Lookup): NextBreak {
  const mask = maskOf(node, lookup);
  if (mask === undefined) return ALWAYS;
  if (mask === 0n) return NEVER;
  const step = mask & -mask;
  const period = mask + step;
  // With gaps in the mask the value goes up and down again and again: every step counts.
  if ((period & (period - 1n)) !== 0n) return (address) => (address / step + 1n) * step;
  const below = (value / step) * step;
  const offsets = [...new Set([below, below + step, period])].filter((offset) => offset <= period);
  return (address) => {
    const base = (address / period) * period;
    return firstAbove(address - base, offsets) + base;
  };
}

/** The first of some offsets, in order, above one that is below the last of them. */
function firstAbove(offset: bigint, offsets: readonly bigint[]): bigint {
  return offsets.find((each) => each > offset) ?? END;
}
