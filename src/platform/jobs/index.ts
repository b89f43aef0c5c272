export * from './demo-progress.js';
