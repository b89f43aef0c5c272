import { DomainError } from '../../../kernel/index.js';
import type { Place } from './bank-fields.js';

/** Most elements have only text. */
const NONE: readonly XmlElement[] = [];

/** An element of a document, with the path and file line that a refusal names. Names are without their prefix. */
export class XmlElement implements Place {
  private children: readonly XmlElement[] = NONE;
  private content = '';
  /** 1, 2, 3 … among the elements of its name inside the same parent. */
  private readonly position: number;
  private lastName = '';
  private lastPosition = 0;

  constructor(
    readonly name: string,
    readonly fileLine: number,
    readonly parent: XmlElement | null,
    private readonly attributes: ReadonlyMap<string, string>,
  ) {
    this.position = parent ? parent.count(name) : 1;
  }

  /** As `/Document/BkToCstmrStmt/Stmt/Ntry[2]/Amt`; the first of a name has no number. */
  get path(): string {
    return `${this.parent?.path ?? ''}/${this.name}${this.position > 1 ? `[${this.position}]` : ''}`;
  }

  /** Takes a complete element as a child; one that is not taken in is forgotten. */
  take(child: XmlElement): void {
    if (this.children === NONE) this.children = [child];
    else (this.children as XmlElement[]).push(child);
  }

  /** Adds to the text; false when it is longer than the limit. */
  append(text: string, limit: number): boolean {
    this.content += text;
    return this.content.length <= limit;
  }

  /** Every child of that name, in the order of the file. */
  all(name: string): XmlElement[] {
    return this.children.filter((child) => child.name === name);
  }

  /** The only element at a path like `RltdPties/Dbtr/Nm`, or null. @throws BANK_FILE_FIELD_REPEATED */
  find(path: string): XmlElement | null {
    const slash = path.indexOf('/');
    const name = slash === -1 ? path : path.slice(0, slash);
    let found: XmlElement | null = null;
    for (const child of this.children) {
      if (child.name !== name) continue;
      if (found) throw new DomainError('BANK_FILE_FIELD_REPEATED', { fileLine: child.fileLine, field: `${this.path}/${name}` });
      found = child;
    }
    return found === null || slash === -1 ? found : found.find(path.slice(slash + 1));
  }

  /** @throws BANK_FILE_FIELD_MISSING BANK_FILE_FIELD_REPEATED */
  need(path: string): XmlElement {
    const element = this.find(path);
    if (element === null) throw new DomainError('BANK_FILE_FIELD_MISSING', { fileLine: this.fileLine, field: `${this.path}/${path}` });
    return element;
  }

  /** Text of the element, empty when it has none. */
  get text(): string {
    return this.content.trim();
  }

  /** Text at a path; empty where there is no such element. */
  textAt(path: string): string {
    return this.find(path)?.text ?? '';
  }

  attribute(name: string): string {
    return this.attributes.get(name) ?? '';
  }

  /** An element is a place; the name of its field is made only when somebody is refused. */
  get field(): string {
    return this.path;
  }

  /** The place of something below the element. */
  below(path: string): Place {
    return new PlaceBelow(this, path);
  }

  /** Elements of one name follow each other in what banks write; a position is for people who look for a place, not a key. */
  private count(name: string): number {
    this.lastPosition = this.lastName === name ? this.lastPosition + 1 : 1;
    this.lastName = name;
    return this.lastPosition;
  }
}

/** A class and no literal: each object with a getter in its literal has a hidden class of its own, which lives until the next full collection. */
class PlaceBelow implements Place {
  constructor(
    private readonly element: XmlElement,
    private readonly path: string,
  ) {}

  get fileLine(): number {
    return this.element.fileLine;
  }

  get field(): string {
    return this.element.path + this.path;
  }
}
