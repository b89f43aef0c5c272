import { DomainError } from '../../../kernel/index.js';
import { shown, told } from './bank-fields.js';
import { CONTROL } from './bank-file-text.js';
import { XmlElement } from './xml-element.js';

const [LT, GT, SLASH, BANG, QUESTION, QUOTE, APOSTROPHE, BREAK] = [0x3c, 0x3e, 0x2f, 0x21, 0x3f, 0x22, 0x27, 0x0a];
const NAME = /^(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)$/;
const TAG = /^([^\s/>]+)((?:\s+[A-Za-z_][\w.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)$/;
const ATTRIBUTE = /([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;
const ENTITY = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\dA-Fa-f]{1,6}));|&/g;
const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" } as const;
/** Bytes of a tag, characters of a text, elements inside each other: far beyond what a bank writes. */
const TAG_MAX = 4_096;
const TEXT_MAX = 100_000;
const DEPTH_MAX = 60;
const TAGS_KEPT = 500;
/** Short texts of ASCII, which most are, need no decoder. */
const ASCII_MAX = 64;

interface ParsedTag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly empty: boolean;
}

/** What comes next in a document: an element begins, or it is complete. */
export type XmlEvent = { readonly begins: XmlElement } | { readonly ends: XmlElement };

/**
 * Reads a document from its bytes, one tag at a time, and keeps nothing but the elements that are open: a file of 100,000 bookings needs
 * no more memory than its bytes. Strict where a statement could hide something: no document type, no entities but the five of XML and
 * character references, every element closed, one root. Works on the bytes of UTF-8 and GB18030 alike, in which no byte of a longer
 * character is `<`, `>`, `&`, a quote or a line break. @throws BANK_FILE_NOT_WHOLE BANK_FILE_ENTITY_REFUSED BANK_FILE_VALUE_INVALID
 */
export class XmlCursor {
  private at: number;
  private counted = 0;
  private line = 1;
  private open: XmlElement | null = null;
  private depth = 0;
  private finished = false;
  /** One that ends where it begins: its end is the next event. */
  private emptyElement: XmlElement | null = null;
  private readonly tags = new Map<string, ParsedTag>();
  private readonly decoder: TextDecoder;
  private readonly excerpts: TextDecoder;

  constructor(
    private readonly bytes: Uint8Array,
    encoding: string,
  ) {
    this.decoder = new TextDecoder(encoding, { fatal: true });
    this.excerpts = new TextDecoder(encoding);
    this.at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  }

  /** The next beginning or end of an element; null behind the last. A new element is not yet among the children of the one around it. */
  next(): XmlEvent | null {
    const empty = this.emptyElement;
    this.emptyElement = null;
    if (empty) return this.leave(empty);
    for (;;) {
      const start = this.bytes.indexOf(LT, this.at);
      this.text(this.at, start === -1 ? this.bytes.length : start);
      if (start === -1) return this.end();
      this.at = start;
      const event = this.markup();
      if (event) return event;
    }
  }

  private markup(): XmlEvent | null {
    const second = this.bytes[this.at + 1];
    if (second === QUESTION) {
      this.skipTo('?>', 2);
      return null;
    }
    if (second === BANG) return this.declaration();
    const end = this.tagEnd();
    const tag = this.decode(this.at + 1, end);
    const fileLine = this.lineAt(this.at);
    this.at = end + 1;
    return second === SLASH ? this.closed(tag.slice(1).trimEnd(), fileLine) : this.opened(tag, fileLine);
  }

  private declaration(): null {
    if (this.startsWith('<!--')) this.skipTo('-->', 4);
    else if (this.startsWith('<![CDATA[')) {
      const from = this.at + 9;
      const end = this.find(']]>', from);
      if (!this.open) throw this.broken('CDATA');
      this.append(this.decode(from, end));
      this.at = end + 3;
    } else throw new DomainError('BANK_FILE_ENTITY_REFUSED', { fileLine: this.lineAt(this.at), found: this.excerpt(this.at, this.at + 9) });
    return null;
  }

  private opened(tag: string, fileLine: number): XmlEvent {
    const parsed = this.tags.get(tag) ?? this.parsedTag(tag, fileLine);
    if (this.finished) throw this.broken(`<${tag}>`, fileLine);
    if (++this.depth > DEPTH_MAX) throw this.broken(`${this.depth} > ${DEPTH_MAX}`, fileLine);
    const element = new XmlElement(parsed.name, fileLine, this.open, parsed.attributes);
    this.open = element;
    if (parsed.empty) this.emptyElement = element;
    return { begins: element };
  }

  /** The same few tags stand in a statement a hundred thousand times. */
  private parsedTag(tag: string, fileLine: number): ParsedTag {
    const [, fullName = '', attributes = '', empty] = TAG.exec(tag) ?? [];
    const name = NAME.exec(fullName)?.[1];
    const broken = (): DomainError => this.broken(`<${tag}>`, fileLine);
    if (name === undefined || Object.hasOwn(Object.prototype, name)) throw broken();
    const parsed = { name, attributes: attributesOf(attributes, broken), empty: empty === '/' };
    if (this.tags.size < TAGS_KEPT) this.tags.set(tag, parsed);
    return parsed;
  }

  private closed(name: string, fileLine: number): XmlEvent {
    const element = this.open;
    if (!element || (name !== element.name && NAME.exec(name)?.[1] !== element.name)) throw this.broken(`</${name}>`, fileLine);
    return this.leave(element);
  }

  private leave(element: XmlElement): XmlEvent {
    this.open = element.parent;
    this.depth -= 1;
    if (!this.open) this.finished = true;
    return { ends: element };
  }

  private end(): null {
    if (this.open || !this.finished) throw this.broken(this.open ? `<${this.open.name}>` : '?', this.lineAt(this.bytes.length));
    return null;
  }

  private text(from: number, to: number): void {
    let [start, end] = [from, to];
    while (start < end && isSpace(this.bytes[start])) start += 1;
    while (end > start && isSpace(this.bytes[end - 1])) end -= 1;
    if (start === end) return;
    if (!this.open) throw this.broken(this.excerpt(start, end));
    if (end - start > TEXT_MAX)
      throw new DomainError('BANK_FILE_VALUE_INVALID', { ...told(this.open), value: `${this.excerpt(start, end)} (${end - start} > ${TEXT_MAX})` });
    const text = this.decode(start, end);
    this.append(text.includes('&') ? decodeEntities(text, this.lineAt(start)) : text);
  }

  private append(text: string): void {
    if (CONTROL.test(text)) throw this.broken(shown(JSON.stringify(text)));
    if (this.open && !this.open.append(text, TEXT_MAX)) throw this.broken(`> ${TEXT_MAX}`);
  }

  /** The end of the tag at the cursor; a `>` between quotes is part of a value. */
  private tagEnd(): number {
    let quote = 0;
    const limit = Math.min(this.bytes.length, this.at + TAG_MAX);
    for (let at = this.at + 1; at < limit; at++) {
      const byte = this.bytes[at];
      if (quote !== 0) quote = byte === quote ? 0 : quote;
      else if (byte === QUOTE || byte === APOSTROPHE) quote = byte;
      else if (byte === GT) return at;
      else if (byte === LT) break;
    }
    throw this.broken(this.excerpt(this.at, this.at + 40));
  }

  private skipTo(mark: string, offset: number): void {
    this.at = this.find(mark, this.at + offset) + mark.length;
  }

  private find(mark: string, from: number): number {
    const first = mark.charCodeAt(0);
    for (let at = this.bytes.indexOf(first, from); at !== -1; at = this.bytes.indexOf(first, at + 1)) if (this.matches(mark, at)) return at;
    throw this.broken(mark);
  }

  private startsWith(mark: string): boolean {
    return this.matches(mark, this.at);
  }

  private matches(mark: string, at: number): boolean {
    for (let index = 0; index < mark.length; index++) if (this.bytes[at + index] !== mark.charCodeAt(index)) return false;
    return true;
  }

  private decode(from: number, to: number): string {
    const plain = to - from <= ASCII_MAX ? this.ascii(from, to) : null;
    if (plain !== null) return plain;
    try {
      return this.decoder.decode(this.bytes.subarray(from, to));
    } catch {
      throw this.broken(this.excerpt(from, to));
    }
  }

  private ascii(from: number, to: number): string | null {
    const codes: number[] = [];
    for (let at = from; at < to; at++) {
      const byte = this.bytes[at] ?? 0x80;
      if (byte >= 0x80) return null;
      codes.push(byte);
    }
    return String.fromCharCode.apply(null, codes);
  }

  /** The beginning of something, which may be cut inside a character. */
  private excerpt(from: number, to: number): string {
    return shown(this.excerpts.decode(this.bytes.subarray(from, Math.min(to, from + 160))));
  }

  private lineAt(at: number): number {
    for (; this.counted < at; this.counted++) if (this.bytes[this.counted] === BREAK) this.line += 1;
    return this.line;
  }

  private broken(found: string, fileLine = this.lineAt(this.at)): DomainError {
    return new DomainError('BANK_FILE_NOT_WHOLE', { fileLine, found: shown(found) });
  }
}

function attributesOf(text: string, broken: () => DomainError): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  if (text === '') return attributes;
  for (const [, name = '', double, single] of text.matchAll(ATTRIBUTE)) {
    if (attributes.has(name)) throw broken();
    attributes.set(name, double ?? single ?? '');
  }
  return attributes;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

function decodeEntities(text: string, fileLine: number): string {
  if (!text.includes('&')) return text;
  return text.replace(ENTITY, (found, name: keyof typeof NAMED | undefined, decimal: string | undefined, hex: string | undefined) => {
    if (name !== undefined) return NAMED[name];
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10);
    const allowed = code >= 0x20 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) && code !== 0x7f && code !== 0xfffe && code !== 0xffff;
    const character = allowed ? String.fromCodePoint(code) : code === 9 || code === 10 || code === 13 ? ' ' : null;
    if (character === null) throw new DomainError('BANK_FILE_ENTITY_REFUSED', { fileLine, found: shown(found) });
    return character;
  });
}
