/** What of an AWS error people need: its name, its message, and the request id that AWS's support asks for. */
export function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { requestId } = (error as { $metadata?: { requestId?: string } }).$metadata ?? {};
  return `${error.name}: ${error.message}${requestId === undefined ? "" : ` (request id ${requestId})`}`;
}
