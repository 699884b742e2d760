import { integerOf, isTrue, type Lookup } from './values.ts';
import type { Comparison, NameUse, WhereNode } from './tree.ts';

/** The answer of an atom (atoms.ts) by its index. */
export type Answers = (atom: number) => boolean;

/** A condition made ready to be evaluated. Never throws: what has no value is unequal to all that has, and unordered. */
export type Condition = (lookup: Lookup, answers: Answers) => boolean;

type Integer = (lookup: Lookup, answers: Answers) => bigint | undefined;
type Text = (lookup: Lookup) => string | undefined;
type List = (lookup: Lookup) => readonly string[] | undefined;

const ORDERS: Readonly<Record<Exclude<Comparison, '==' | '!='>, (left: bigint, right: bigint) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

/** Makes functions of checked pieces; `atomOf` tells which pieces are answered from outside. */
class Compiler {
  readonly #atomOf: (node: WhereNode) => number | undefined;

  constructor(atomOf: (node: WhereNode) => number | undefined) {
    this.#atomOf = atomOf;
  }

  condition(node: WhereNode): Condition {
    const atom = this.#atomOf(node);
    if (atom !== undefined) return (_, answers) => answers(atom);
    switch (node.kind) {
      case 'not': {
        const operand = this.condition(node.operand);
        return (lookup, answers) => !operand(lookup, answers);
      }
      case 'and': {
        const operands = node.operands.map((operand) => this.condition(operand));
        return (lookup, answers) => {
          for (const operand of operands) if (!operand(lookup, answers)) return false;
          return true;
        };
      }
      case 'or': {
        const operands = node.operands.map((operand) => this.condition(operand));
        return (lookup, answers) => {
          for (const operand of operands) if (operand(lookup, answers)) return true;
          return false;
        };
      }
      case 'compare':
        return this.#compare(node.op, node.left, node.right);
      case 'in':
        return this.#in(node.value, node.items);
      case 'has': {
        const list = listOf(node.list);
        const value = textOf(node.value);
        return (lookup) => {
          const wanted = value(lookup);
          return wanted !== undefined && (list(lookup)?.includes(wanted) ?? false);
        };
      }
      case 'name':
        return this.#nameAlone(node);
      case 'literal':
      case 'bits': {
        const integer = this.#integer(node);
        return (lookup, answers) => isTrue(integer(lookup, answers));
      }
      default: {
        const never: never = node;
        return never;
      }
    }
  }

  #nameAlone(node: NameUse): Condition {
    if (node.type === 'text') {
      const text = textOf(node);
      return (lookup) => (text(lookup)?.length ?? 0) > 0;
    }
    if (node.type === 'list') {
      const list = listOf(node);
      return (lookup) => (list(lookup)?.length ?? 0) > 0;
    }
    const integer = this.#integer(node);
    return (lookup, answers) => isTrue(integer(lookup, answers));
  }

  #compare(op: Comparison, left: WhereNode, right: WhereNode): Condition {
    if (op === '==') return this.#equal(left, right);
    if (op === '!=') {
      const equal = this.#equal(left, right);
      return (lookup, answers) => !equal(lookup, answers);
    }
    const order = ORDERS[op];
    const first = this.#integer(left);
    const second = this.#integer(right);
    return (lookup, answers) => {
      const a = first(lookup, answers);
      const b = second(lookup, answers);
      return a !== undefined && b !== undefined && order(a, b);
    };
  }

  #equal(left: WhereNode, right: WhereNode): Condition {
    if (isNull(left)) return this.#isNull(right);
    if (isNull(right)) return this.#isNull(left);
    if (isText(left)) {
      const first = textOf(left);
      const second = textOf(right);
      return (lookup) => first(lookup) === second(lookup);
    }
    const first = this.#integer(left);
    const second = this.#integer(right);
    return (lookup, answers) => first(lookup, answers) === second(lookup, answers);
  }

  #isNull(node: WhereNode): Condition {
    if (node.kind === 'name' && node.type === 'list') {
      const list = listOf(node);
      return (lookup) => list(lookup) === undefined;
    }
    if (isText(node)) {
      const text = textOf(node);
      return (lookup) => text(lookup) === undefined;
    }
    const integer = this.#integer(node);
    return (lookup, answers) => integer(lookup, answers) === undefined;
  }

  #in(value: WhereNode, items: readonly WhereNode[]): Condition {
    const constants = new Set<bigint | string | undefined>();
    const others: Condition[] = [];
    for (const item of items) {
      if (item.kind !== 'literal') others.push(this.#equal(value, item));
      else if (typeof item.value === 'string') constants.add(item.value);
      else constants.add(integerOf(item.value));
    }
    const among = isText(value) ? textOf(value) : this.#integer(value);
    return (lookup, answers) =>
      constants.has(among(lookup, answers)) || others.some((other) => other(lookup, answers));
  }

  #integer(node: WhereNode): Integer {
    switch (node.kind) {
      case 'literal': {
        const integer = integerOf(node.value);
        return () => integer;
      }
      case 'name': {
        const { name } = node;
        return (lookup) => integerOf(lookup(name));
      }
      case 'bits': {
        const operands = node.operands.map((operand) => this.#integer(operand));
        return (lookup, answers) => {
          let bits: bigint | undefined;
          for (const operand of operands) {
            const integer = operand(lookup, answers);
            if (integer === undefined) return undefined;
            bits = bits === undefined ? integer : bits & integer;
          }
          return bits;
        };
      }
      default: {
        const condition = this.condition(node);
        return (lookup, answers) => (condition(lookup, answers) ? 1n : 0n);
      }
    }
  }
}

function isNull(node: WhereNode): boolean {
  return node.kind === 'literal' && node.value === null;
}

function isText(node: WhereNode): boolean {
  return node.kind === 'name'
    ? node.type === 'text'
    : node.kind === 'literal' && typeof node.value === 'string';
}

function textOf(node: WhereNode): Text {
  if (node.kind === 'literal') {
    const text = typeof node.value === 'string' ? node.value : undefined;
    return () => text;
  }
  if (node.kind !== 'name') return () => undefined;
  const { name } = node;
  return (lookup) => {
    const value = lookup(name);
    return typeof value === 'string' ? value : undefined;
  };
}

function listOf(node: WhereNode): List {
  if (node.kind !== 'name') return () => undefined;
  const { name } = node;
  return (lookup) => {
    const value = lookup(name);
    return typeof value === 'object' && value !== null ? value : undefined;
  };
}

/**
 * Makes a function of a checked condition.
 *
 * @param atomOf the index of a piece whose answer is given from outside; undefined for all that are evaluated here
 */
export function compileCondition(
  root: WhereNode,
  atomOf: (node: WhereNode) => number | undefined = () => undefined,
): Condition {
  return new Compiler(atomOf).condition(root);
}
