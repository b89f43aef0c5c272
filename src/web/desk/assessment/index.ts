export * from './assessment-facts.js';
export * from './assessment-reader.js';
export * from './assessment-sections.js';
export * from './file-list.js';
export * from './item-desk.js';
export * from './item-fields.js';
export * from './item-files.js';
