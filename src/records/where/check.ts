import { findValue } from '../../core/spelling.ts';
import {
  canCompare,
  type Checked,
  type Domain,
  domainOfBits,
  domainOfLiteral,
  domainOfName,
  type IntegerDomain,
  TRUTH,
} from './domain.ts';
import { Mistakes, type Values } from './mistakes.ts';
import type { Names } from './names.ts';
import type { Comparison, Syntax, WhereNode, Word } from './tree.ts';
import { integerOf } from './values.ts';

/**
 * Gives the names of a condition their types and its constants the spelling of what they are compared with, and refuses
 * unknown names, values that do not exist and comparisons that can never hold (of `!=`: never fail).
 */
export class Checker {
  readonly #names: Names;
  readonly #mistakes: Mistakes;

  /** @param text what was parsed, for errors */
  constructor(text: string, names: Names) {
    this.#names = names;
    this.#mistakes = new Mistakes(text, names);
  }

  /**
   * A piece that stands for true or false.
   *
   * @param isWanted whether the whole holds when it is true; else when it is false, so that it may well never be true
   * @throws PteDecodeError `ERR_EXPRESSION`
   */
  condition(node: Syntax, isWanted = true): WhereNode {
    const checked = this.#check(node, undefined, isWanted);
    if (
      isWanted &&
      (checked.node.kind === 'name' || checked.node.kind === 'literal') &&
      isNothing(checked.domain)
    )
      throw this.#mistakes.neverHolds(checked.node);
    if (isWanted && checked.node.kind === 'bits' && isNothing(checked.domain))
      throw this.#mistakes.alwaysZero(node);
    if (checked.node.kind === 'literal' && typeof checked.node.value === 'string')
      throw this.#mistakes.textAlone(node, checked.node.value);
    return checked.node;
  }

  /** @param values what stands on the other side can be, for words that should have been quoted */
  #check(node: Syntax, values?: Values, isWanted = true): Checked {
    switch (node.kind) {
      case 'literal':
        return { node, domain: domainOfLiteral(node) };
      case 'word':
        return this.#name(node, values);
      case 'bits':
        return this.#bits(node);
      case 'compare':
        return this.#compare(node, isWanted);
      case 'in':
        return this.#in(node);
      case 'has':
        return this.#has(node);
      case 'not':
        return { node: { ...node, operand: this.condition(node.operand, !isWanted) }, domain: TRUTH };
      case 'and':
      case 'or':
        return {
          node: { ...node, operands: node.operands.map((operand) => this.condition(operand, isWanted)) },
          domain: TRUTH,
        };
      default: {
        const never: never = node;
        return never;
      }
    }
  }

  #name(word: Word, values: Values): Checked {
    const found = this.#names.find(word.text);
    const [name] = found;
    if (!name) throw this.#mistakes.unknownName(word, values);
    if (found.length > 1) throw this.#mistakes.ambiguousName(word, found);
    const { at, end } = word;
    return { node: { kind: 'name', at, end, name: name.name, type: name.type }, domain: domainOfName(name) };
  }

  #bits(node: Syntax & { readonly kind: 'bits' }): Checked {
    const domains: IntegerDomain[] = [];
    const operands: WhereNode[] = [];
    for (const operand of node.operands) {
      const checked = asInteger(this.#check(operand));
      if (checked.domain.kind !== 'integer') throw this.#mistakes.notJoined(operand, checked.domain);
      domains.push(checked.domain);
      operands.push(checked.node);
    }
    const domain = domainOfBits(domains);
    const { at, end } = node;
    if (domain.isConstant) return { node: { kind: 'literal', at, end, value: domain.min }, domain };
    // Of what has no such number it is null, which is not 0.
    if (domain.bits === 0n && !domain.canBeNull) throw this.#mistakes.alwaysZero(node);
    return { node: { kind: 'bits', at, end, operands }, domain };
  }

  #compare(node: Syntax & { readonly kind: 'compare' }, isWanted: boolean): Checked {
    const { at, end, op } = node;
    const left = this.#check(node.left, this.#valuesOf(node.right));
    const right = this.#check(node.right, this.#valuesOf(node.left));
    const isSame =
      left.node.kind === 'name' && right.node.kind === 'name' && left.node.name === right.node.name;
    if (isSame && (op === '<' || op === '>')) throw this.#mistakes.ofItself(op, left.node, right.node);
    const [first, second] = this.#pair(op, left, right, isWanted);
    return { node: { kind: 'compare', at, end, op, left: first, right: second }, domain: TRUTH };
  }

  #in(node: Syntax & { readonly kind: 'in' }): Checked {
    const { at, end } = node;
    const values = this.#valuesOf(node.value);
    const given = this.#check(node.value);
    const checked = node.items.map((item) => this.#check(item, values));
    const ofIntegers = [given, ...checked].some(({ domain }) => domain.kind === 'integer');
    let value = ofIntegers ? asInteger(given) : given;
    const items: WhereNode[] = [];
    const lists: WhereNode[] = [];
    for (const item of checked) {
      if (item.domain.kind === 'list') {
        lists.push({ kind: 'has', at, end, ...this.#member(item, given) });
        continue;
      }
      const [first, second] = this.#pair('==', value, item);
      value = { ...value, node: first };
      items.push(second);
    }
    const among: WhereNode = { kind: 'in', at, end, value: value.node, items };
    const nodes = items.length === 0 ? lists : [among, ...lists];
    const [only] = nodes;
    return {
      node: nodes.length === 1 && only ? only : { kind: 'or', at, end, operands: nodes },
      domain: TRUTH,
    };
  }

  #has(node: Syntax & { readonly kind: 'has' }): Checked {
    const { at, end } = node;
    const list = this.#check(node.list);
    const value = this.#check(node.value, this.#valuesOf(node.list));
    return { node: { kind: 'has', at, end, ...this.#member(list, value) }, domain: TRUTH };
  }

  /** The two sides of a membership, the text in the spelling of the list. */
  #member(list: Checked, value: Checked): { list: WhereNode; value: WhereNode } {
    if (list.domain.kind !== 'list') throw this.#mistakes.notAList(list);
    if (value.domain.kind !== 'text') throw this.#mistakes.notInAList(list, value);
    return { list: list.node, value: this.#spelled(value, list, 'never holds') };
  }

  /** The two sides of a comparison, constants in the type and spelling of the other side. */
  #pair(op: Comparison, left: Checked, right: Checked, isWanted = true): readonly [WhereNode, WhereNode] {
    const list = [left, right].find(({ domain }) => domain.kind === 'list');
    if (left.domain.kind === 'null' || right.domain.kind === 'null') {
      this.#checkNull(op, left, right);
      return [left.node, right.node];
    }
    if (list) throw this.#mistakes.listCompared(list, list === left ? right : left);
    const first = right.domain.kind === 'integer' ? asInteger(left) : left;
    const second = left.domain.kind === 'integer' ? asInteger(right) : right;
    if (first.domain.kind === 'integer' && second.domain.kind === 'integer') {
      if (!canCompare(op, first.domain, second.domain, isWanted))
        throw this.#mistakes.neverTrue(op, first, first.domain, second, second.domain);
      return [first.node, second.node];
    }
    if (first.domain.kind !== second.domain.kind) throw this.#mistakes.mismatch(op, first, second);
    if (op !== '==' && op !== '!=') {
      const place = first.node.kind === 'literal' ? second.node : first.node;
      throw this.#mistakes.at(place, `${this.#mistakes.label(place)} is text, and text has no order`);
    }
    const other = this.#spelled(second, first, 'is never');
    return [this.#spelled(first, second, 'is never'), other];
  }

  #checkNull(op: Comparison, left: Checked, right: Checked): void {
    const [nothing, other] = left.domain.kind === 'null' ? [left, right] : [right, left];
    if (op !== '==' && op !== '!=') throw this.#mistakes.at(nothing.node, 'null has no order');
    if (other.domain.canBeNull) return;
    const label = this.#mistakes.label(other.node);
    const within = other.node.kind === 'name' ? this.#names.find(other.node.name)[0]?.within : undefined;
    throw this.#mistakes.at(
      nothing.node,
      within === undefined
        ? `${label} is never null`
        : `${label} is null only where ${within} is: ${within} ${op} null`,
    );
  }

  /** A text as the other side spells it, where the other side knows all that it can be. */
  #spelled({ node, domain }: Checked, other: Checked, verb: string): WhereNode {
    if (domain.kind !== 'text' || other.domain.kind === 'integer' || other.domain.kind === 'null')
      return node;
    const { values, spell } = other.domain;
    if (node.kind === 'literal' && typeof node.value === 'string') {
      if (values === undefined) return { ...node, value: spell?.(node.value) ?? node.value };
      const value =
        other.node.kind === 'literal'
          ? values.find((each) => each === node.value)
          : (findValue(values, node.value) ?? spell?.(node.value));
      if (value !== undefined) return { ...node, value };
      throw this.#mistakes.noSuchValue(node, node.value, other, values, verb);
    }
    if (values === undefined) return node;
    // A constant on the other side is judged there; two names without a value are equal.
    const isOpen = domain.spell !== undefined || spell !== undefined;
    const isJudged =
      other.node.kind !== 'literal' && !isOpen && !(domain.canBeNull && other.domain.canBeNull);
    if (isJudged && domain.values && !domain.values.some((value) => values.includes(value)))
      throw this.#mistakes.at(
        node,
        `${this.#mistakes.label(other.node)} ${verb} ${this.#mistakes.label(node)}`,
      );
    return node;
  }

  #valuesOf(node: Syntax): Values {
    const found = node.kind === 'word' ? this.#names.find(node.text) : [];
    return found.length === 1 ? found[0]?.values : undefined;
  }
}

/** Whether it is null, or a number or a truth value without a value but 0. */
function isNothing(domain: Domain): boolean {
  return domain.kind === 'null' || (domain.kind === 'integer' && domain.max === 0n);
}

/** A constant text of the form `0x…` as the integer that it stands for; anything else as it is. */
function asInteger(checked: Checked): Checked {
  const { node } = checked;
  if (node.kind !== 'literal' || typeof node.value !== 'string') return checked;
  const value = integerOf(node.value);
  return value === undefined ? checked : { node: { ...node, value }, domain: domainOfLiteral({ value }) };
}
