import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { DomainError } from '../../../kernel/index.js';
import { shown } from './bank-fields.js';
import { lineFinder } from './bank-file-text.js';

const TEXT = '#text';
const CDATA = '#cdata';
const ATTRIBUTE = '@';
const ENTITY = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\dA-Fa-f]{1,6}));|&/g;
/** What 10,000 entries need: 30 elements each with all that they contain, and 5 attributes. A parser spends its time on these, not on text. */
const MARKUP_MAX = { '<': 300_000, '=': 50_000 } as const;
const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" } as const;

/**
 * Every value stays text (an amount read as a number was once 6820650.999999999), every element a list, so that one that
 * stands twice is seen. Entities are decoded here, since the parser knows no numeric ones.
 */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: ATTRIBUTE,
  textNodeName: TEXT,
  cdataPropName: CDATA,
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  captureMetaData: true,
  isArray: (_name, _path, _leaf, isAttribute) => !isAttribute,
});
const PLACE = XMLParser.getMetaDataSymbol() as symbol;

/** An element of a well-formed document, with the path and file line that a refusal names. */
export class XmlElement {
  constructor(
    readonly path: string,
    readonly fileLine: number,
    private readonly value: unknown,
    private readonly lineOf: (index: number) => number,
  ) {}

  /** Every child of that name, in the order of the file. */
  all(name: string): XmlElement[] {
    const children = this.member(name);
    if (!Array.isArray(children)) return [];
    return children.map((child: unknown, index) => {
      const path = `${this.path}/${name}${children.length > 1 ? `[${index + 1}]` : ''}`;
      const start = startOf(child);
      return new XmlElement(path, start === undefined ? this.fileLine : this.lineOf(start), child, this.lineOf);
    });
  }

  /** The only element at a path like `RltdPties/Dbtr/Nm`, or null. @throws BANK_FILE_FIELD_REPEATED */
  find(path: string): XmlElement | null {
    const [name = '', ...below] = path.split('/');
    const [child, second] = this.all(name);
    if (second) throw new DomainError('BANK_FILE_FIELD_REPEATED', { fileLine: second.fileLine, field: `${this.path}/${name}` });
    if (!child || below.length === 0) return child ?? null;
    return child.find(below.join('/'));
  }

  /** @throws BANK_FILE_FIELD_MISSING BANK_FILE_FIELD_REPEATED */
  need(path: string): XmlElement {
    const element = this.find(path);
    if (element === null) throw new DomainError('BANK_FILE_FIELD_MISSING', { fileLine: this.fileLine, field: `${this.path}/${path}` });
    return element;
  }

  /** Text of the element, empty when it has none. @throws BANK_FILE_ENTITY_REFUSED */
  get text(): string {
    if (typeof this.value === 'string') return decodeEntities(this.value, this.fileLine);
    const [plain, literal] = [this.member(TEXT), this.member(CDATA)];
    const sections = Array.isArray(literal) ? literal.filter((section): section is string => typeof section === 'string') : [];
    return [typeof plain === 'string' ? decodeEntities(plain, this.fileLine) : '', ...sections].join('').trim();
  }

  /** Text at a path; empty where there is no such element. */
  textAt(path: string): string {
    return this.find(path)?.text ?? '';
  }

  attribute(name: string): string {
    const value = this.member(ATTRIBUTE + name);
    return typeof value === 'string' ? value : '';
  }

  /** Where the element stands, for a refusal. */
  get place(): { fileLine: number; field: string } {
    return { fileLine: this.fileLine, field: this.path };
  }

  private member(name: string): unknown {
    return typeof this.value === 'object' && this.value !== null && Object.hasOwn(this.value, name) ? (this.value as Record<string, unknown>)[name] : undefined;
  }
}

/**
 * The root element of a document that is well formed to its end and defines no entities. Refused before it is parsed when it has
 * more elements (`<`) or attributes (`=`) than any statement. @throws BANK_FILE_VALUE_INVALID BANK_FILE_ENTITY_REFUSED BANK_FILE_NOT_WHOLE BANK_FILE_FIELD_MISSING
 */
export function parseXml(text: string, rootName: string): XmlElement {
  assertMarkup('<', occurrences(text, '<') - occurrences(text, '</'));
  assertMarkup('=', occurrences(text, '='));
  const lineOf = lineFinder(text);
  const doctype = text.search(/<!(DOCTYPE|ENTITY)/i);
  if (doctype !== -1) throw new DomainError('BANK_FILE_ENTITY_REFUSED', { fileLine: lineOf(doctype), found: '<!DOCTYPE' });
  // oxlint-disable-next-line typescript/no-deprecated -- its successor is a package of its own that does the same
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) throw new DomainError('BANK_FILE_NOT_WHOLE', { fileLine: verdict.err.line, found: shown(verdict.err.msg) });
  const root = new XmlElement('', 1, parsed(text), lineOf);
  return root.need(rootName);
}

function assertMarkup(field: keyof typeof MARKUP_MAX, found: number): void {
  const limit = MARKUP_MAX[field];
  if (found > limit) throw new DomainError('BANK_FILE_VALUE_INVALID', { fileLine: 1, field, value: `${found} > ${limit}` });
}

function occurrences(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) count += 1;
  return count;
}

function parsed(text: string): unknown {
  try {
    return parser.parse(text);
  } catch (error) {
    // The parser refuses names like __proto__ and hundreds of nested elements, neither of which a bank writes.
    throw new DomainError('BANK_FILE_NOT_WHOLE', { fileLine: 1, found: shown(error instanceof Error ? error.message : '') });
  }
}

/** Where an element begins in the text; the parser keeps it for elements that have children or attributes. */
function startOf(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const place: unknown = Reflect.get(value, PLACE);
  if (typeof place !== 'object' || place === null || !('startIndex' in place)) return undefined;
  return typeof place.startIndex === 'number' ? place.startIndex : undefined;
}

function decodeEntities(text: string, fileLine: number): string {
  return text.replace(ENTITY, (found, name: keyof typeof NAMED | undefined, decimal: string | undefined, hex: string | undefined) => {
    if (name !== undefined) return NAMED[name];
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10);
    const character =
      code >= 0x20 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : code === 9 || code === 10 || code === 13 ? ' ' : null;
    if (character === null) throw new DomainError('BANK_FILE_ENTITY_REFUSED', { fileLine, found: shown(found) });
    return character;
  });
}
