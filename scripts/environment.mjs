// Settings every command of the project runs with. Here and not in package.json: shells differ in how they set them.
/** Leaves what a person has set; CI keeps its own CI=true. */
export function setEnvironment() {
  process.env.CHECKPOINT_DISABLE ??= "1"; // Terraform and cdktf phone home, and hang where the network drops packets
  process.env.DISABLE_VERSION_CHECK ??= "1";
  process.env.CI ??= "1"; // one result line instead of a spinner
  process.env.TF_INPUT ??= "0"; // a missing variable is an error, not a prompt nobody sees
  process.noDeprecation = true; // cdktf 0.21 calls util.isArray, which Node 22 and newer would tell each time
}
