import fs, { existsSync, mkdirSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { App, TerraformOutput } from "cdktf";
import { UserError } from "../../src/lib/user-error";
import type { Companions } from "../../src/lib/companions";
import type { FunctionSettings } from "../../shared/function-settings";
import { ProjectStack } from "../../src/stacks/project-stack";
import { copyLockFile } from "../../src/output/publish";
import { synthesize } from "../../src/output/synthesize";
import { contentsOf, temporaryFolder } from "../helpers/folders";
import { inFormat, type Format } from "../helpers/formats";

class ExampleStack extends ProjectStack {
  readonly companions: Companions;

  constructor(scope: App, id: string, value = "one", functions?: FunctionSettings) {
    const state = { kind: "local", folder: "../../../state" } as const;
    super(scope, id, { project: "games", region: "us-west-2", state, tags: {} });
    new TerraformOutput(this, "value", { value });
    this.companions = { home: { account: "1", region: "us-west-2" }, facts: {}, requirements: [], functions };
  }
}

const FUNCTIONS = { keeper: { project: "games" }, wake: { container: "valheim" } } as FunctionSettings;
const CODE = { keeper: "keeper's code", wake: "wake's code" };
const parent = temporaryFolder();
let output = "";

beforeEach(() => {
  output = join(parent.path, "out");
  rmSync(output, { recursive: true, force: true });
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** Synthesizes stacks of these names. */
function run(stacks: readonly string[] = ["base", "valheim"], format: Format = "json", value?: string): void {
  inFormat(format, () => {
    synthesize(output, (app) => stacks.map((stack) => new ExampleStack(app, stack, value)), CODE);
  });
}

const files = (folder = output): string[] => Object.keys(contentsOf(folder));
const put = (file: string, content = "mine"): void => {
  mkdirSync(dirname(join(output, file)), { recursive: true });
  writeFileSync(join(output, file), content);
};

describe("synthesis", () => {
  test("writes a folder for each stack, and a manifest", () => {
    run();
    expect(files()).toEqual([
      "manifest.json",
      "stacks/base/cdk.tf.json",
      "stacks/base/requirements.tf.json",
      "stacks/base/versions.tf.json",
      "stacks/valheim/cdk.tf.json",
      "stacks/valheim/requirements.tf.json",
      "stacks/valheim/versions.tf.json",
    ]);
    expect(readdirSync(output)).toEqual(["manifest.json", "stacks"]);
  });

  test("twice gives the same bytes", () => {
    run();
    const first = contentsOf(output);
    run();
    expect(contentsOf(output)).toEqual(first);
  });

  test("overwrites what an earlier one wrote", () => {
    run(["base"], "json", "one");
    run(["base"], "json", "two");
    expect(contentsOf(output)["stacks/base/cdk.tf.json"]).toContain('"value": "two"');
  });

  test("leaves one format only, whichever was there before", () => {
    const formats: readonly Format[] = ["json", "hcl", "json", "hcl"];
    const written = formats.map((format) => {
      run(["base"], format);
      return files();
    });
    const json = ["cdk.tf.json", "requirements.tf.json", "versions.tf.json"].map((file) => `stacks/base/${file}`);
    const hcl = ["cdk.tf", "metadata.json", "requirements.tf.json", "versions.tf.json"].map(
      (file) => `stacks/base/${file}`,
    );
    expect(written).toEqual([json, hcl, json, hcl].map((paths) => ["manifest.json", ...paths]));
  });

  test("takes away a stack that is no more, with what Terraform kept for it", () => {
    run();
    put("stacks/valheim/.terraform/plugins/one");
    run(["base"]);
    expect(readdirSync(join(output, "stacks"))).toEqual(["base"]);
  });

  test("leaves the emptied folder of such a stack to cdktf, and moves away what only it has", () => {
    process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS = "true";
    try {
      run();
      put("stacks/valheim/errored.tfstate");
      run(["base"]);
    } finally {
      delete process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS;
    }
    expect(readdirSync(join(output, "stacks", "valheim"))).toEqual([]);
    expect(readdirSync(join(output, "left-behind", "valheim"))).toEqual(["errored.tfstate"]);
  });

  test("leaves Terraform's and a person's own files alone", () => {
    const own = [
      "stacks/base/.terraform/plugins/one",
      "stacks/base/override.tf",
      "stacks/base/.terraform.lock.hcl",
      "README",
    ];
    run();
    for (const file of own) put(file);
    run();
    expect(contentsOf(output)).toMatchObject(Object.fromEntries(own.map((file) => [file, "mine"])));
  });

  test("takes away no folder that it did not make: somebody may name any folder as output", () => {
    put("stacks/sources/base-stack.ts");
    put("stacks/notes.txt");
    run();
    expect(files()).toEqual(expect.arrayContaining(["stacks/notes.txt", "stacks/sources/base-stack.ts"]));
  });

  test("reaches a folder that does not exist yet, however deep", () => {
    output = join(output, "a", "b");
    run(["base"]);
    expect(files()).toContain("stacks/base/cdk.tf.json");
  });

  test("goes through a link to where the folder really is", () => {
    const real = join(parent.path, "real");
    mkdirSync(real);
    symlinkSync(real, output);
    run(["base"]);
    expect(realpathSync(output)).toBe(real);
    expect(files(real)).toContain("stacks/base/cdk.tf.json");
  });
});

describe("the code of functions", () => {
  const withFunctions = (functions?: FunctionSettings): void => {
    synthesize(output, (app) => [new ExampleStack(app, "valheim", "one", functions)], CODE);
  };
  const code = (): string[] => files().filter((file) => file.includes("functions"));

  test("is in the folder of the stack that has them with their settings, and travels with it", () => {
    withFunctions(FUNCTIONS);
    expect(contentsOf(output)).toMatchObject({
      "stacks/valheim/functions/keeper/index.js": "keeper's code",
      "stacks/valheim/functions/keeper/settings.json": '{\n  "project": "games"\n}\n',
      "stacks/valheim/functions/wake/index.js": "wake's code",
      "stacks/valheim/functions/wake/settings.json": '{\n  "container": "valheim"\n}\n',
    });
    run(["base"]);
    expect(code()).toEqual([]);
  });

  test("has nothing else beside it: all of the folder would get into the zip", () => {
    put("stacks/valheim/functions/keeper/.DS_Store");
    withFunctions(FUNCTIONS);
    expect(code()).toHaveLength(4);
  });

  test("goes when its stack has none any more, as a retired one", () => {
    withFunctions(FUNCTIONS);
    withFunctions();
    expect(readdirSync(join(output, "stacks", "valheim"))).not.toContain("functions");
  });

  test("goes with its stack, and so do the zips Terraform made of it", () => {
    withFunctions(FUNCTIONS);
    put("stacks/valheim/build/keeper.zip");
    run(["base"]);
    expect(readdirSync(join(output, "stacks"))).toEqual(["base"]);
  });

  test("makes no stack of somebody's folder that happens to hold functions, too", () => {
    put("stacks/sources/functions/mine.ts");
    run(["base"]);
    expect(files()).toContain("stacks/sources/functions/mine.ts");
  });
});

describe("an error in the middle of synthesis", () => {
  const failing = (): void => {
    const define = (app: App): ProjectStack[] => {
      new ExampleStack(app, "base", "two");
      throw new Error("half of it");
    };
    synthesize(output, define, CODE);
  };

  test("is passed on and leaves the old output as it was", () => {
    run();
    const before = contentsOf(output);
    expect(failing).toThrow(new Error("half of it"));
    expect(contentsOf(output)).toEqual(before);
    expect(readdirSync(output)).toEqual(["manifest.json", "stacks"]);
  });

  test("still tells where it was made, and so do errors after it", () => {
    const hook = (): unknown => Object.getOwnPropertyDescriptor(Error, "prepareStackTrace")?.value;
    const before = hook();
    let error: unknown;
    try {
      failing();
    } catch (thrown) {
      error = thrown;
    }
    expect((error as Error).stack).toContain("synthesize.test");
    expect(hook()).toBe(before);
  });

  test("leaves nothing where nothing was", () => {
    expect(failing).toThrow(new Error("half of it"));
    expect(readdirSync(output)).toEqual([]);
  });

  test("is no mistake of the person, even if it has a code", () => {
    const error = Object.assign(new TypeError("path must be a string"), { code: "ERR_INVALID_ARG_TYPE" });
    jest.spyOn(fs, "writeFileSync").mockImplementation(() => {
      throw error;
    });
    expect(() => {
      run(["base"]);
    }).toThrow(error);
  });
});

describe("an output that cannot be written is reported in one line:", () => {
  const message = (): unknown => {
    try {
      run(["base"]);
    } catch (error) {
      if (error instanceof UserError) return error.message.replaceAll(output, "OUT");
      throw error;
    }
    return undefined;
  };

  /** As the file system does when it cannot write. */
  function failWriting(code: string, end: string): void {
    const write = fs.writeFileSync;
    jest.spyOn(fs, "writeFileSync").mockImplementation((file, ...rest) => {
      if (typeof file === "string" && file.endsWith(end)) {
        throw Object.assign(new Error(`${code}: reason, write`), { code, syscall: "write" });
      }
      write(file, ...rest);
    });
  }

  test("a file is in its place", () => {
    writeFileSync(output, "mine");
    expect(message()).toBe("OUT cannot be written: a file is in its place");
  });

  test("a file is in the place of a folder above it", () => {
    const file = join(parent.path, "file");
    writeFileSync(file, "mine");
    output = join(file, "out");
    expect(message()).toBe("OUT cannot be written: a file is in its place");
  });

  test("a file is in the place of a stack", () => {
    put("stacks/base");
    expect(message()).toBe("OUT cannot be written: a file is in its place");
  });

  test("it takes no new folder", () => {
    jest.spyOn(fs, "mkdtempSync").mockImplementation(() => {
      throw Object.assign(new Error("EACCES: permission denied, mkdtemp"), { code: "EACCES", syscall: "mkdtemp" });
    });
    expect(message()).toBe("OUT cannot be written: permission denied");
  });

  test("it is a link that leads nowhere", () => {
    symlinkSync(join(parent.path, "nowhere"), output);
    expect(message()).toBe("OUT cannot be written: ENOENT: no such file or directory, mkdir 'OUT'");
  });

  test.each([
    ["EACCES", "permission denied"],
    ["EPERM", "permission denied"],
    ["EROFS", "the file system is read-only"],
    ["ENOSPC", "the disk is full"],
    ["EIO", "EIO: reason, write"],
  ])("%s: %s", (code, reason) => {
    run(["base"], "json", "one");
    const before = contentsOf(output);
    for (const file of ["cdk.tf.json", "versions.tf.json"]) {
      failWriting(code, file);
      expect(message()).toBe(`OUT cannot be written: ${reason}`);
      jest.restoreAllMocks();
      expect(contentsOf(output)).toEqual(before);
    }
  });
});

describe("the project's lock file", () => {
  test("is copied to every stack under the name Terraform looks for", () => {
    const lock = join(parent.path, "terraform.lock.hcl");
    writeFileSync(lock, "pinned");
    for (const stack of ["base", "valheim"]) put(`stacks/${stack}/cdk.tf.json`);
    copyLockFile(lock, output);
    expect(contentsOf(output)).toMatchObject({
      "stacks/base/.terraform.lock.hcl": "pinned",
      "stacks/valheim/.terraform.lock.hcl": "pinned",
    });
  });

  test("is not needed", () => {
    put("stacks/base/cdk.tf.json");
    copyLockFile(join(parent.path, "none.lock.hcl"), output);
    expect(existsSync(join(output, "stacks", "base", ".terraform.lock.hcl"))).toBe(false);
  });
});
