import type { Place } from './place.ts';
import type { Go } from './hooks/use-place.ts';

/** What was chosen or typed beside the value and its kernel; it stands in the address too. */
export interface FormState {
  /** The text of a field, or what it is when nobody touched it. */
  get(name: string, untouched?: string): string;
  has(name: string): boolean;
  /** Changes fields; undefined makes one untouched. */
  set(changes: Readonly<Record<string, string | undefined>>): void;
}

/** The fields of the forms of a place. */
export function formState({ form }: Pick<Place, 'form'>, go: Go): FormState {
  return {
    get: (name, untouched = '') => form.get(name) ?? untouched,
    has: (name) => form.has(name),
    set(changes) {
      const next = new Map(form);
      for (const [name, text] of Object.entries(changes))
        if (text === undefined) next.delete(name);
        else next.set(name, text);
      go({ form: next });
    },
  };
}
