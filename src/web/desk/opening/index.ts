export * from './opening-desk.js';
export * from './opening-list-page.js';
export * from './opening-page.js';
