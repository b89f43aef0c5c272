import { Uploads } from './upload.js';

const MEGABYTE = 1024 * 1024;

describe('places for files that are held in memory', () => {
  const hold = (uploads: Uploads, communityId: number, personId: number, megabytes: number) =>
    uploads.hold({ communityId, personId }, megabytes * MEGABYTE, 'SHELF_BUSY');

  it('are 100 MB of one person, in whichever compounds', () => {
    const uploads = new Uploads();
    hold(uploads, 1, 1, 50);
    hold(uploads, 2, 1, 50);
    expect(() => hold(uploads, 3, 1, 1)).toThrow('SHELF_BUSY');
    hold(uploads, 3, 2, 1);
  });

  it('are 120 MB of all people of a compound, so that others find room', () => {
    const uploads = new Uploads();
    hold(uploads, 1, 1, 96);
    const giveBack = hold(uploads, 1, 2, 24);
    expect(() => hold(uploads, 1, 3, 1)).toThrow('SHELF_BUSY');
    hold(uploads, 2, 4, 80);
    giveBack();
    hold(uploads, 1, 3, 1);
  });

  it('are 200 MB of everybody', () => {
    const uploads = new Uploads();
    hold(uploads, 1, 1, 96);
    hold(uploads, 2, 2, 96);
    expect(() => hold(uploads, 3, 3, 9)).toThrow('SHELF_BUSY');
    hold(uploads, 3, 3, 8);
  });
});
