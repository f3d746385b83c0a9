/** What is there without Terraform: secrets, parameters and key pairs. All that a stack names is there, unless removed. */
export class Outside {
  private readonly removed = new Set<string>();
  private readonly keys = new Map<string, string>();

  /** @param name an ARN, or the name of a key pair */
  remove(name: string): void {
    this.removed.add(name);
  }

  has(name: string): boolean {
    return !this.removed.has(name);
  }

  /** Somebody encrypts a secret with a key of their own. */
  encrypt(arn: string, keyArn: string): void {
    this.keys.set(arn, keyArn);
  }

  /** The customer managed key of a secret; undefined if AWS manages it. */
  keyOf(arn: string): string | undefined {
    return this.keys.get(arn);
  }
}
