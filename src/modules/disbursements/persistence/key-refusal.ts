import { Entity } from 'typeorm';
import { KeyWord } from './key-word.js';

/** Another party's word that a key is not that person's: the last one about it. */
@Entity({ schema: 'mingbai', name: 'key_refusal' })
export class KeyRefusal extends KeyWord<'key_refusal'> {}
