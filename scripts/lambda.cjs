// Forked with a file: loads a function's bundle as Lambda does, hands it the events it is sent, and sends back what comes
// of each. Times are those of process.hrtime, which all processes of a machine share.
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
