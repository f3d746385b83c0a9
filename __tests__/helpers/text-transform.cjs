// Shell scripts are imported as text, as the bundler's text loader does it in scripts/run.mjs.
module.exports = {
  /** @param {string} source */
  process: (source) => ({ code: `module.exports = ${JSON.stringify(source)};` }),
};
