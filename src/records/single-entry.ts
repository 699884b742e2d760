import { recordError } from '../core/errors.ts';
import { UNMAPPED } from '../core/entry/state.ts';
import { printable } from '../core/printable.ts';
import { isOfPagemap, type JsonFields } from './read.ts';

const refuse = (text: string): never => {
  throw recordError(text);
};

/** Refuses a record of several entries: what is said of it holds of one, or of none. @throws PteDecodeError `ERR_RECORD` */
export function refuseSeveral(fields: JsonFields): void {
  if (fields.has('levels'))
    refuse('a walk of several entries: jq -c ".levels[]" gives each a record, ".levels[-1]" the last alone');
  if ((fields.integer('entries') ?? 1n) > 1n) refuse('a range of entries: wanted "scan --entries --json"');
  if (!fields.has('entries') && (fields.integer('pages') ?? 1n) > 1n)
    refuse('a range of pages, of which each has an entry');
}

/** Refuses a value that was not decoded: of which machine or kernel it is nobody knows. @throws PteDecodeError `ERR_RECORD` */
export function refuseUndecoded(fields: JsonFields): void {
  const error = fields.text('error');
  if (error !== undefined && !fields.has('state'))
    refuse(`a value that was not decoded: ${printable(error)}`);
}

/** Refuses a record that says one thing of a value that further records are about. @throws PteDecodeError `ERR_RECORD` */
export function refuseOpinions(fields: JsonFields): void {
  if (fields.has('kernels')) refuse('a reading of compare, of which a value has several');
  if (fields.has('check')) refuse('an answer of check, of which a value has several');
}

/**
 * Refuses a record of which no entry can be made without leaving something out.
 *
 * @throws PteDecodeError `ERR_RECORD`
 */
export function refuseUnmade(fields: JsonFields): void {
  refuseSeveral(fields);
  refuseUndecoded(fields);
  refuseOpinions(fields);
  const state = fields.text('state');
  if (state === UNMAPPED)
    refuse(
      'state "unmapped": its fields leave open whether its frame is inverted, so "raw" alone has the entry',
    );
  if (state === 'present' && isOfPagemap(fields))
    refuse('a page of pagemap, which does not show the flags of its entry');
}
