import { Global, Module } from '@nestjs/common';
import { EvidenceQueries } from './application/evidence-queries.js';
import { EvidenceCopies } from './application/evidence-copies.js';
import { EvidenceIntake } from './application/evidence-intake.js';
import { LateCopies } from './application/late-copies.js';
import { StoreEvidenceFiles } from './application/store-evidence-files.js';
import { StoreEvidence } from './application/store-evidence.js';
import { SweepEvidence } from './application/sweep-evidence.js';
import { EvidenceController } from './http/evidence.controller.js';
import { EvidenceFiles } from './persistence/evidence-files.js';

/** Files that claims and decisions lean on, by their SHA-256. */
@Global()
@Module({
  controllers: [EvidenceController],
  providers: [StoreEvidence, StoreEvidenceFiles, EvidenceIntake, LateCopies, EvidenceQueries, EvidenceFiles, EvidenceCopies, SweepEvidence],
  exports: [StoreEvidence, StoreEvidenceFiles, EvidenceQueries, SweepEvidence],
})
export class EvidenceModule {}
