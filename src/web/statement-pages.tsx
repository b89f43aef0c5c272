import { Injectable } from '@nestjs/common';
import { StatementRenderer, type PageLocale, type RenderedPage, type StatementSnapshot } from '../modules/statements/index.js';
import { messages } from './messages/index.js';
import { StatementPage } from './public/statement/statement-page.js';
import { pagePolicy, renderPage } from './render.js';

/** Renders statements for publication with the page that this version of the product has. */
@Injectable()
export class StatementPages extends StatementRenderer {
  render(snapshot: StatementSnapshot, sha256: string, locale: PageLocale): RenderedPage {
    return { html: renderPage(<StatementPage m={messages[locale]} snapshot={snapshot} sha256={sha256} />), policy: pagePolicy };
  }
}
