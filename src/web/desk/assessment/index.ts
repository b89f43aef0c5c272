export * from './assessment-facts.js';
export * from './assessment-reader.js';
export * from './assessment-sections.js';
export * from './item-fields.js';
