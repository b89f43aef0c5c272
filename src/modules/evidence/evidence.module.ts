import { Global, Module } from '@nestjs/common';
import { EvidenceQueries } from './application/evidence-queries.js';
import { PictureCopies } from './application/picture-copies.js';
import { StoreEvidence } from './application/store-evidence.js';
import { EvidenceController } from './http/evidence.controller.js';
import { EvidenceFiles } from './persistence/evidence-files.js';

/** Files that claims and decisions lean on, by their SHA-256. */
@Global()
@Module({
  controllers: [EvidenceController],
  providers: [StoreEvidence, EvidenceQueries, EvidenceFiles, PictureCopies],
  exports: [StoreEvidence, EvidenceQueries],
})
export class EvidenceModule {}
