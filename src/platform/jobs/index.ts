export * from './demo-progress.js';
export * from './long-work.js';
