import { Injectable } from '@nestjs/common';
import { join } from 'node:path';
import { Settings } from '../../../platform/config/index.js';
import { ContentFiles } from '../../../platform/files/index.js';

/** What was published, as it was published. */
@Injectable()
export class PublishedFiles extends ContentFiles {
  protected readonly mode = 0o644;

  constructor(private readonly settings: Settings) {
    super();
  }

  protected place(sha256: string): string {
    return join(this.settings.dataDirectory, 'published', sha256);
  }
}
