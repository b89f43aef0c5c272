import { tmpdir } from 'node:os';
import { Spool } from '../files/index.js';
import { Uploads } from './upload.js';

const MEGABYTE = 1024 * 1024;

describe('places for files that are held in memory', () => {
  const hold = (uploads: Uploads, communityId: number, personId: number, megabytes: number) =>
    uploads.hold({ communityId, personId }, megabytes * MEGABYTE, 'SHELF_BUSY');

  it('are 100 MB of one person, in whichever compounds', () => {
    const uploads = new Uploads(new Spool(tmpdir()));
    hold(uploads, 1, 1, 50);
    hold(uploads, 2, 1, 50);
    expect(() => hold(uploads, 3, 1, 1)).toThrow('SHELF_BUSY');
    hold(uploads, 3, 2, 1);
  });

  it('are 120 MB of all people of a compound, so that others find room', () => {
    const uploads = new Uploads(new Spool(tmpdir()));
    hold(uploads, 1, 1, 96);
    const giveBack = hold(uploads, 1, 2, 24);
    expect(() => hold(uploads, 1, 3, 1)).toThrow('SHELF_BUSY');
    hold(uploads, 2, 4, 80);
    giveBack();
    hold(uploads, 1, 3, 1);
  });

  it('are 200 MB of everybody', () => {
    const uploads = new Uploads(new Spool(tmpdir()));
    hold(uploads, 1, 1, 96);
    hold(uploads, 2, 2, 96);
    expect(() => hold(uploads, 3, 3, 9)).toThrow('SHELF_BUSY');
    hold(uploads, 3, 3, 8);
  });
});

describe('places for forms that arrive', () => {
  it('are four of a person, eight of all people of a compound and sixteen of everybody: five people of one compound keep nobody else out', () => {
    const uploads = new Uploads(new Spool(tmpdir()));
    const arrive = (communityId: number, personId: number) => uploads.hold({ communityId, personId }, 1, 'UPLOADS_BUSY');
    for (let form = 0; form < 4; form++) arrive(1, 1);
    expect(() => arrive(2, 1)).toThrow('UPLOADS_BUSY');
    for (const person of [2, 3, 4, 5]) arrive(1, person);
    expect(() => arrive(1, 6)).toThrow('UPLOADS_BUSY');
    for (let form = 0; form < 8; form++) arrive(2 + form, 10 + form);
    expect(() => arrive(99, 99)).toThrow('UPLOADS_BUSY');
  });
});
