import { LocalBackend, S3Backend, type TerraformStack } from "cdktf";

/** Location of the Terraform states. */
export type StateLocation =
  | {
      readonly kind: "local";
      /** Folder of the state files, relative to each stack's folder, so that it is the same on every machine. */
      readonly folder: string;
    }
  | { readonly kind: "s3"; readonly bucket: string; readonly region: string };

/** Path of a stack's local state file, relative to each stack's folder. */
export const localStateFile = (folder: string, project: string, stack: string): string =>
  `${folder}/${project}/${stack}.tfstate`;

/** Key of a stack's state in the bucket. */
export const stateKey = (project: string, stack: string): string => `${project}/${stack}.tfstate`;

/** Defines the backend of a stack. */
export function keepState(stack: TerraformStack, project: string, location: StateLocation): void {
  const name = stack.node.id;
  if (location.kind === "local") {
    new LocalBackend(stack, { path: localStateFile(location.folder, project, name) });
    return;
  }
  const { bucket, region } = location;
  const backend = new S3Backend(stack, { bucket, region, key: stateKey(project, name), encrypt: true });
  // cdktf 0.21 lacks this argument. Without it two applies could write the state at once.
  backend.addOverride("use_lockfile", true);
}
