import { createHash } from 'node:crypto';
import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { stylesheet } from './styles/index.js';

/** A whole page as text. Everything that comes from data is escaped by the renderer; no component sets raw HTML but the stylesheet. */
export function renderPage(page: VNode): string {
  return `<!doctype html>${render(page)}`;
}

/** What a policy calls the text of a style or script. */
export const sha256 = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The policy of a page with the given stylesheet: nothing but that style, forms to ourselves, the icon inside the page. */
export function contentSecurityPolicy(style: string): string {
  return `default-src 'none'; style-src ${sha256(style)}; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
}

/** For every page rendered by this version of the product. A stored page keeps the policy of the day it was rendered. */
export const pagePolicy = contentSecurityPolicy(stylesheet);
