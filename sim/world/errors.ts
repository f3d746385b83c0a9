/** The world met something it does not know: a call, an operator, a metric. Never a shrug, so that no rule is missed. */
export class Unknown extends Error {
  override readonly name = "Unknown";
}

/** An error as AWS answers it. */
export class AwsError extends Error {
  readonly $fault = "client";
  readonly $metadata: { readonly requestId: string; readonly httpStatusCode: number };

  constructor(name: string, message: string, httpStatusCode = 400) {
    super(message);
    this.name = name;
    this.$metadata = { requestId: "00000000-0000-0000-0000-000000000000", httpStatusCode };
  }
}
