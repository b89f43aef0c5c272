import { Injectable } from '@nestjs/common';
import { ErrorPages, type Problem } from '../platform/http/index.js';
import type { Language } from '../platform/messages/index.js';
import { messages } from './messages/index.js';
import { ErrorPage, type ErrorView } from './public/error-page.js';
import { renderPage } from './render.js';

/** Tells a browser what went wrong, in words. */
@Injectable()
export class ProblemPages extends ErrorPages {
  render({ status, detail, requestId }: Problem, language: Language): string {
    const kind = kindOf(status);
    return renderPage(<ErrorPage m={messages[language]} view={{ kind, message: kind === 'REQUEST' ? detail : null, requestId }} />);
  }
}

function kindOf(status: number): ErrorView['kind'] {
  if (status === 404) return 'NOT_FOUND';
  if (status === 403) return 'FORBIDDEN';
  // 503 is a full house or a lost connection: it says itself what to do
  return status >= 500 && status !== 503 ? 'SERVER' : 'REQUEST';
}
