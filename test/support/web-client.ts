import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** What a browser without script sees of an answer. */
export interface WebAnswer {
  readonly status: number;
  readonly location: string | null;
  readonly html: string;
  /** The page without its tags, blanks made one. */
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

interface Form {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

const unescaped = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

/** A person at a browser without script: keeps cookies, fills in forms as they were served, and follows nothing by itself. */
export class WebClient {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly app: NestFastifyApplication) {}

  async signIn(login: string, password = 'mingbai-demo'): Promise<WebAnswer> {
    return this.post('/sign-in', { login, password });
  }

  get(path: string): Promise<WebAnswer> {
    return this.send('GET', path);
  }

  post(path: string, fields: Readonly<Record<string, string>>): Promise<WebAnswer> {
    return this.send('POST', path, { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(fields).toString() });
  }

  /** Sends the form of a page whose action ends so, with its own hidden and chosen values and what a person fills in. */
  submit(page: WebAnswer, action: string, filled: Readonly<Record<string, string>> = {}): Promise<WebAnswer> {
    const form = this.formOf(page, action);
    return this.post(form.action, { ...form.fields, ...filled });
  }

  /** Decides about a payout on its page, or with a reason on that of the reason: opens the decision and signs it with the demo's key. A refusal on the way is the answer. */
  async decide(page: WebAnswer, filled: Readonly<Record<string, string>> = {}): Promise<WebAnswer> {
    const opened = await this.submit(page, '/sign', filled);
    return opened.location === null ? opened : this.submit(await this.get(opened.location), '/decisions');
  }

  /** Sends a form with a file in it, and what a person fills in besides. */
  upload(
    page: WebAnswer,
    action: string,
    file: {
      field: string;
      name: string;
      bytes: Uint8Array;
      filled?: Readonly<Record<string, string>>;
      also?: { field: string; name: string; bytes: Uint8Array } | readonly { field: string; name: string; bytes: Uint8Array }[];
    },
  ): Promise<WebAnswer> {
    const form = this.formOf(page, action);
    const boundary = 'form-boundary-of-a-test';
    const texts = Object.entries({ ...form.fields, ...file.filled }).map(
      ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const files = [file, ...[file.also ?? []].flat()].flatMap(({ field, name, bytes }) => [
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`),
      bytes,
      Buffer.from('\r\n'),
    ]);
    const body = Buffer.concat([Buffer.from(texts.join('')), ...files, Buffer.from(`--${boundary}--\r\n`)]);
    return this.send('POST', form.action, { type: `multipart/form-data; boundary=${boundary}`, body });
  }

  formOf({ html }: WebAnswer, action: string): Form {
    // a form that looks for something goes to the same address
    const forms = [...html.matchAll(/<form\b([^>]*method="post"[^>]*)>(.*?)<\/form>/gs)].map(([, head = '', body = '']) => ({
      action: unescaped(/action="([^"]*)"/.exec(head)?.[1] ?? ''),
      body,
    }));
    const form = forms.find((known) => known.action.endsWith(action));
    if (!form) throw new Error(`no form posts to ${action}; there are: ${forms.map((known) => known.action).join(', ')}`);
    return { action: form.action, fields: fieldsOf(form.body) };
  }

  private async send(method: 'GET' | 'POST', path: string, posted?: { type: string; body: string | Buffer }): Promise<WebAnswer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.app.inject({
      method,
      url: path,
      headers: { accept: 'text/html', ...(cookie !== '' && { cookie }), ...(posted && { 'content-type': posted.type }) },
      ...(posted && { payload: posted.body }),
    });
    for (const { name, value } of answer.cookies) {
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const html = answer.payload;
    const text = unescaped(html.replaceAll(/<(style|title|script)\b.*?<\/\1>/gs, ' ').replaceAll(/<[^>]+>/g, ' ')).replaceAll(/\s+/g, ' ');
    return { status: answer.statusCode, location: answer.headers.location ?? null, html, text, headers: answer.headers };
  }
}

/** Names and values that a browser would send of a form that nobody has touched. */
function fieldsOf(body: string): Record<string, string> {
  const fields: Record<string, string> = {};
  const attribute = (tag: string, name: string): string | null => {
    const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
    return found === undefined ? null : unescaped(found);
  };
  for (const [tag] of body.matchAll(/<input\b[^>]*>/g)) {
    const name = attribute(tag, 'name');
    const chosen = /\schecked\b/.test(tag) || !/type="(radio|checkbox)"/.test(tag);
    if (name !== null && chosen && !/type="file"/.test(tag)) fields[name] = attribute(tag, 'value') ?? '';
  }
  for (const [, tag = '', content = ''] of body.matchAll(/<textarea\b([^>]*)>(.*?)<\/textarea>/gs)) fields[attribute(tag, 'name') ?? ''] = unescaped(content);
  for (const [, tag = '', options = ''] of body.matchAll(/<select\b([^>]*)>(.*?)<\/select>/gs)) {
    const chosen = /<option\b[^>]*\sselected\b[^>]*>/.exec(options)?.[0] ?? /<option\b[^>]*>/.exec(options)?.[0] ?? '';
    fields[attribute(tag, 'name') ?? ''] = attribute(chosen, 'value') ?? '';
  }
  return fields;
}
