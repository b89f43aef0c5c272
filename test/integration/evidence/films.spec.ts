import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant, type OrganisationId, type PersonId } from '../../../src/kernel/index.js';
import { EvidenceCopies } from '../../../src/modules/evidence/application/evidence-copies.js';
import { EvidenceFiles } from '../../../src/modules/evidence/persistence/evidence-files.js';
import { Settings } from '../../../src/platform/config/index.js';
import { refusedBy } from '../../support/refusal.js';
import { box, film } from '../../support/telephone-files.js';

/** How often the event loop came round to others while the work was done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  const next = (): void => void (isDone || (turns++, setImmediate(next)));
  next();
  await work();
  isDone = true;
  return turns;
}

describe('a film that is handed in', () => {
  const directory = mkdtempSync(join(tmpdir(), 'mingbai-films-'));
  const files = new EvidenceFiles(
    new Settings('', 1, directory, '127.0.0.1', 0, 'http://localhost:3000', 'silent', false, false, instant('2024-01-01T09:00+08:00')),
  );
  const copies = new EvidenceCopies(files);
  const sender = { personId: 1 as PersonId, organisationId: 1 as OrganisationId };
  const boxes = (count: number): Buffer => Buffer.alloc(8 * count, box('free'));
  const lying = () => readdirSync(join(directory, 'tmp/arriving'));
  const copied = async (bytes: Uint8Array, by = copies): Promise<Buffer> => {
    const file = await files.spool.take([bytes]);
    try {
      const [copy] = await by.of({ name: 'a.mp4', path: file.path, mediaType: 'video/mp4' }, sender);
      const made = readFileSync(copy!.file.path);
      await files.spool.drop(copy!.file);
      return made;
    } finally {
      await files.spool.drop(file);
    }
  };
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it.each<[string, Buffer]>([
    ['five million boxes at its top', film({ inFilm: [boxes(5_000_000)] })],
    ['as many, and no index behind them', Buffer.concat([film().subarray(0, 24), boxes(5_000_000)])],
    ['two million boxes in its index', film({ inTrack: [boxes(1_000_000)] })],
  ])('with %s is refused without a walk through them, which takes longer than a test may, and it is said what to do', async (_, bytes) => {
    expect(await refusedBy(copied(bytes))).toMatchObject({ code: 'EVIDENCE_FILM_PARTS', details: { name: 'a.mp4', boxes: 1000, entries: 1_000_000 } });
    expect(lying()).toEqual([]);
  });

  it('of more boxes than any telephone writes, but not of too many, is taken', async () => {
    const bytes = film({ inFilm: [boxes(900)], inTrack: [boxes(400)] });
    expect(await copied(bytes)).toHaveLength(bytes.length);
  });

  it('that cannot be read in time is refused, and so is one whose sender has hung up; the next one has its turn', async () => {
    class Hasty extends EvidenceCopies {
      protected override readonly filmMsMax = 0;
    }
    const bytes = film({ inFilm: [boxes(900)] });
    expect(await refusedBy(copied(bytes, new Hasty(files)))).toMatchObject({ code: 'EVIDENCE_FILM_SLOW', details: { name: 'a.mp4', seconds: 30 } });
    expect(await copied(bytes)).toHaveLength(bytes.length);
    expect(lying()).toEqual([]);
  });

  it('is read a box and written a part at a time, and others get their turn after each', async () => {
    const parts = 20;
    const turns = await turnsDuring(() => copied(film({ inFilm: [boxes(900)], samples: ['one', 'two'], between: '.'.repeat(parts * 1024 * 1024) })));
    expect(turns).toBeGreaterThan(900 + parts);
  });

  it('shows nothing that stands between its samples, as dashcams write the way they went, and each sample byte for byte at its place', async () => {
    const samples = Array.from({ length: 7 }, (_, number) => `sample ${number} ${'x'.repeat(300_000 * (number % 3))}.`);
    for (const between of ['', 'GPS 30.5 N 120.9 E at 60 km/h ', `GPS 30.5 ${'far '.repeat(600_000)}`]) {
      const bytes = film({ samples, between });
      const made = await copied(bytes);
      expect([made.length, bytes.includes('GPS 30.5'), made.includes('GPS 30.5')]).toEqual([bytes.length, true, false]);
      for (const sample of samples) expect(made.indexOf(sample)).toBe(bytes.indexOf(sample));
      const media = bytes.indexOf('mdat') + 4;
      const kept = samples.reduce((sum, sample) => sum + sample.length, 0);
      const used = made.subarray(media, bytes.indexOf('moov') - 4).filter((byte) => byte !== 0);
      expect(used).toHaveLength(kept);
    }
  });

  it('whose index names samples outside of its media is not whole', async () => {
    const bytes = film({ samples: ['one', 'two', 'three'] });
    bytes.writeUInt32BE(8, bytes.lastIndexOf('stco') + 12);
    expect((await refusedBy(copied(bytes))).code).toBe('EVIDENCE_FILM');
    expect(lying()).toEqual([]);
  });
});
