import type { JSX } from 'preact';

/** What was wrong with what was given; nothing where it was right. Read aloud when it appears. */
export function ErrorText({ text, id }: { readonly text: string; readonly id?: string }): JSX.Element {
  return (
    <p class="error" role="alert" id={id} hidden={text === ''}>
      {text}
    </p>
  );
}
