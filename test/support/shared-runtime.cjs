const { sep } = require('node:path');
const { default: Runtime } = require('jest-runtime');

/** The source maps of two loaders: a stack passes through the files of both. */
class SourceMaps {
  constructor(...maps) {
    this.maps = maps;
  }

  get(file) {
    return this.maps.map((map) => map.get(file)).find((found) => found !== undefined);
  }

  *[Symbol.iterator]() {
    for (const map of this.maps) yield* map;
  }
}

let library;

/**
 * Jest loads every module anew for every spec file: for one that starts the application that is two seconds, most of what it
 * takes, and its code is never compiled well. Here the packages, the product and the tests' own tools are loaded once a worker, as
 * in a process of the product; what a spec file holds itself is its own. For it the files share one global object (shared-environment.cjs).
 * A module cannot be replaced then: jest.mock is refused, and nothing here needs it.
 */
module.exports = class SharedRuntime extends Runtime {
  constructor(...options) {
    super(...options);
    const [config] = options;
    this.shared = ['node_modules', 'src', 'migrations'].map((folder) => `${config.rootDir}${sep}${folder}${sep}`);
    library ??= new Library(...options);
  }

  requireModule(from, name, options, isActual) {
    if (name && !options?.isInternalModule && !this._resolution.isCoreModule(name) && this.isShared(this._resolution.resolveCjs(from, name)))
      return library.requireModule(from, name, options, isActual);
    return super.requireModule(from, name, options, isActual);
  }

  isShared(file) {
    return this.shared.some((folder) => file.startsWith(folder)) && !/\.spec\.tsx?$/.test(file);
  }

  getSourceMaps() {
    return new SourceMaps(super.getSourceMaps(), library.getSourceMaps());
  }

  setMock() {
    throw new Error('spec files share their modules (test/support/shared-runtime.cjs): none can be replaced for one of them');
  }

  setModuleMock() {
    this.setMock();
  }
};

/** Loads what is shared, and stays. */
class Library extends Runtime {
  constructor(config, environment, resolver, transformer, _cache, coverage, _file, global) {
    super(config, environment, resolver, transformer, new Map(), coverage, config.rootDir, global);
  }
}
