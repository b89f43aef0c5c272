import { Entity } from 'typeorm';
import { KeyWord } from './key-word.js';

/** Another party's word that a key is that person's. */
@Entity({ schema: 'mingbai', name: 'key_confirmation' })
export class KeyConfirmation extends KeyWord<'key_confirmation'> {}
