import { fileURLToPath } from "node:url";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

const wholeProviders = ["@cdktf/provider-aws", "@cdktf/provider-archive"];

export default defineConfig(
  { ignores: ["node_modules/", "cdktf.out*/", "coverage/"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: fileURLToPath(new URL(".", import.meta.url)) },
    },
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: wholeProviders.map((name) => ({
            name,
            message: "loads 1,600 resources (4 s, 500 MB): import one, like @cdktf/provider-aws/lib/vpc",
          })),
        },
      ],
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/prefer-nullish-coalescing": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  {
    // A construct registers itself with its scope: defining one without keeping it is how resources are written.
    files: ["src/app.ts", "src/stacks/**", "src/constructs/**", "__tests__/**"],
    rules: { "no-new": "off" },
  },
  {
    files: ["**/*.cjs"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    files: ["eslint.config.mjs"],
    rules: { "no-restricted-exports": "off" },
  },
);
