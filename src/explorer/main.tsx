import { render } from 'preact';
import { App } from './app.tsx';
import { answerQuestions } from './file/worker-main.ts';

/** The same script is the page's and its worker's. */
if (typeof document === 'undefined') answerQuestions();
else {
  const root = document.getElementById('app');
  if (root) {
    root.replaceChildren();
    render(<App />, root);
  }
}
