export * from './key-desk.js';
