// Environment variables of all the project's commands. They are not in package.json, because shells differ in the syntax.
/** Sets variables that are not set yet. */
export function setEnvironment() {
  process.env.CHECKPOINT_DISABLE ??= "1"; // Terraform and cdktf check for updates, and hang if the network drops packets
  process.env.DISABLE_VERSION_CHECK ??= "1";
  process.env.CI ??= "1"; // one result line instead of a spinner
  process.env.TF_INPUT ??= "0"; // a missing variable is an error, not an invisible prompt
  process.noDeprecation = true; // cdktf 0.21 calls util.isArray, which Node 22 and newer warn about
}
