export * from './dispute-desk.js';
