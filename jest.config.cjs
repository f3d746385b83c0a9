module.exports = {
  testEnvironment: "node",
  // Many tests wait for Terraform: one worker a core, where jest would leave one idle.
  maxWorkers: "100%",
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  moduleFileExtensions: ["ts", "js", "json", "node"],
  // npm run long
  testPathIgnorePatterns: ["/node_modules/", "/__tests__/long/"],
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out"],
  transform: {
    "\\.ts$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
    "\\.sh$": "<rootDir>/__tests__/helpers/text-transform.cjs",
  },
};
