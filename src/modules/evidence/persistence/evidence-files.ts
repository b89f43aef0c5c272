import { Injectable } from '@nestjs/common';
import { join } from 'node:path';
import { Settings } from '../../../platform/config/index.js';
import { ContentFiles, Spool } from '../../../platform/files/index.js';

/** The bytes of evidence, for nobody but this program: in folders by the first byte of their SHA-256, so that none grows without end. */
@Injectable()
export class EvidenceFiles extends ContentFiles {
  protected readonly mode = 0o600;

  /** Where files wait until they are taken in. */
  readonly spool: Spool;

  constructor(private readonly settings: Settings) {
    super();
    this.spool = new Spool(settings.dataDirectory);
  }

  protected place(sha256: string): string {
    return join(this.settings.dataDirectory, 'files', sha256.slice(0, 2), sha256);
  }
}
