import { temporaryFolder } from "../helpers/folders";
import type { Block } from "../helpers/synth";
import { ProjectFolder } from "./container-folder";
import { describeWithTerraform } from "./run-terraform";

describeWithTerraform("a volume", () => {
  const folder = temporaryFolder();
  let project: ProjectFolder;

  /** The container with these volumes and nothing else that matters here. */
  const configure = (volumes: Block): ProjectFolder =>
    project.configure({ volumes }, { volumes: Object.keys(volumes).map((name) => `${name}:/${name}`) });
  const guards = (): string[] =>
    project.container.expect("state", "list").stdout.match(/(?<=^terraform_data\.)(kept|released)_volumes.*$/gm) ?? [];
  const apply = (): string => project.container.expect("apply", "-auto-approve").text;
  const refused = (command: string): void => {
    const { code, text } = project.container.run(command, "-auto-approve");
    expect(text).toContain('Resource terraform_data.kept_volumes["world"] has lifecycle.prevent_destroy set');
    expect(code).toBe(1);
  };

  beforeAll(() => {
    project = new ProjectFolder(folder.path).applyBase();
    configure({ world: {} }).container.expect("init");
  });

  /** Each test begins with one kept volume. */
  beforeEach(() => {
    configure({ world: {} });
    apply();
  });

  test("is kept unless its configuration says otherwise", () => {
    expect(guards()).toEqual(['kept_volumes["world"]']);
  });

  test.each([
    ["dropping", {}],
    ["renaming", { midgard: {} }],
    ["moving to the host's disk", { world: { storage: "host" } }],
    ["releasing and moving at once", { world: { storage: "host", keep: false } }],
  ])("that is kept: %s it in the configuration is refused", (_, volumes) => {
    configure(volumes);
    refused("apply");
    expect(guards()).toEqual(['kept_volumes["world"]']);
  });

  test("that is kept: destroying the stack is refused", () => {
    refused("destroy");
  });

  test("can be unprotected and protected again without changing any resource", () => {
    configure({ world: { keep: false } });
    expect(apply()).toContain("Resources: 0 added, 0 changed, 0 destroyed");
    expect(guards()).toEqual(['released_volumes["world"]']);

    configure({ world: { keep: true } });
    expect(apply()).toContain("Resources: 0 added, 0 changed, 0 destroyed");
    expect(guards()).toEqual(['kept_volumes["world"]']);
  });

  test("that is no longer kept can be dropped", () => {
    configure({ world: { keep: false } });
    apply();
    configure({});
    expect(apply()).toContain("Resources: 0 added, 0 changed, 1 destroyed");
    expect(guards()).toEqual([]);
  });

  test("that is no longer kept can move to the host's disk, and back as a new one", () => {
    configure({ world: { keep: false } });
    apply();
    configure({ world: { storage: "host" } });
    expect(apply()).toContain("Resources: 0 added, 0 changed, 1 destroyed");
    expect(guards()).toEqual([]);
    configure({ world: {} });
    expect(apply()).toContain("Resources: 1 added, 0 changed, 0 destroyed");
  });

  test("that is no longer kept can be destroyed with its stack", () => {
    configure({ world: { keep: false } });
    apply();
    expect(project.container.expect("destroy", "-auto-approve").text).toContain("Destroy complete!");
    expect(project.container.expect("state", "list").stdout).toBe("");
  });

  test("more takes nothing from the others", () => {
    configure({ attic: { keep: false }, cellar: {}, world: {} });
    expect(apply()).toContain("Resources: 2 added, 0 changed, 0 destroyed");
    expect(guards()).toEqual(['kept_volumes["cellar"]', 'kept_volumes["world"]', 'released_volumes["attic"]']);
    configure({ cellar: { keep: false }, world: {} });
    apply();
  });
});
