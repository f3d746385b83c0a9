/** The world does not model this: a call, an operator, a metric. It fails rather than ignore a rule of AWS. */
export class Unknown extends Error {
  override readonly name = "Unknown";
}

/** An error in an answer of AWS. */
export class AwsError extends Error {
  readonly $fault = "client";
  readonly $metadata: { readonly requestId: string; readonly httpStatusCode: number };

  constructor(name: string, message: string, httpStatusCode = 400) {
    super(message);
    this.name = name;
    this.$metadata = { requestId: "00000000-0000-0000-0000-000000000000", httpStatusCode };
  }
}
