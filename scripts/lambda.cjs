// Forked with a file: loads a function's bundle as Lambda does, hands it the events it is sent, and sends back what comes
// of each. Times are those of process.hrtime, which all processes of a machine share.
const [, , file] = process.argv;
const now = () => String(process.hrtime.bigint());
const began = now();
const { handler } = require(file);
const loaded = now();

process.on("message", (event) => {
  handler(event).then(
    (summary) => process.send({ summary, began, loaded, ended: now() }),
    (error) => process.send({ error: `${error.name}: ${error.message}` }),
  );
});
