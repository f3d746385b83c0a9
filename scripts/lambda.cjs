// Forked with the path of a function's bundle: loads it like Lambda does, invokes it with each event that it gets, and sends
// back the result. Times are from process.hrtime, which all processes of a machine share.
const [, , file = ""] = process.argv;
const now = () => String(process.hrtime.bigint());
const began = now();
/** @type {unknown} */
const bundle = require(file);
const { handler } = /** @type {{ handler: (event: unknown) => Promise<unknown> }} */ (bundle);
const loaded = now();

process.on("message", (event) => {
  handler(event).then(
    (summary) => process.send?.({ summary, began, loaded, ended: now() }),
    (/** @type {unknown} */ error) => process.send?.({ error: String(error) }),
  );
});
