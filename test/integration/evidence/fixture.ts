import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EvidenceFiles } from '../../../src/modules/evidence/persistence/evidence-files.js';
import { EvidenceCopies } from '../../../src/modules/evidence/application/evidence-copies.js';
import { EvidenceIntake } from '../../../src/modules/evidence/application/evidence-intake.js';
import { CommunityQueries } from '../../../src/modules/communities/index.js';
import { EvidenceQueries, StoreEvidence, SweepEvidence, type EvidenceStored } from '../../../src/modules/evidence/index.js';
import { Settings } from '../../../src/platform/config/index.js';
import type { CommandContext } from '../../../src/platform/database/index.js';
import type { TestDatabase } from '../../support/database.js';

/** A PDF that is told from every other by its text. */
export const pdf = (text: string): Uint8Array => Buffer.from(`%PDF-1.7\n${text}\n%%EOF`);

/** The command and the queries of the module on a test's database, with a directory of its own; `removeFiles` when the test is over. */
export function evidenceOn({ unitOfWork, clock }: Pick<TestDatabase, 'unitOfWork' | 'clock'>, { bytesMax = 1024 ** 3 } = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'mingbai-evidence-'));
  const settings = new Settings('', 1, directory, '127.0.0.1', 0, 'http://localhost:3000', 'silent', false, false, clock.now(), [], false, false, bytesMax);
  const files = new EvidenceFiles(settings);
  const evidence = new EvidenceQueries(files);
  const intake = new EvidenceIntake(unitOfWork, files, new EvidenceCopies(files), evidence, settings, clock);
  const storeEvidence = new StoreEvidence(files, intake);
  return {
    directory,
    files,
    evidence,
    storeEvidence,
    sweepEvidence: new SweepEvidence(unitOfWork, new CommunityQueries(unitOfWork), files, evidence),
    /** A paper about something, handed in. @returns its SHA-256 */
    paper: async (context: CommandContext, text: string): Promise<EvidenceStored['sha256']> =>
      (await storeEvidence.execute({ ...context, idempotencyKey: null }, { fileName: `${text}.pdf`, bytes: pdf(text) })).value.sha256,
    removeFiles: () => rmSync(directory, { recursive: true, force: true }),
  };
}
