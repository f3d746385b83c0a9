/** Image registries: which image a tag refers to, and which images still exist. */
export class Registry {
  private readonly pushes = new Map<string, number>();
  private readonly deleted = new Set<string>();
  /** Repositories that ECR made for copies of images. */
  readonly cached = new Set<string>();

  /** Pushes a tag again; the image that it referred to before is deleted. */
  pushAgain(image: string): void {
    this.deleted.add(this.digestOf(image));
    this.pushes.set(image, (this.pushes.get(image) ?? 0) + 1);
  }

  /** The image that a tag refers to now. */
  digestOf(image: string): string {
    return image.includes("@") ? image : `${image}@sha256:${String(this.pushes.get(image) ?? 0).padStart(64, "0")}`;
  }

  /** Why an image can't be pulled. */
  problem(image: string): string | undefined {
    return this.deleted.has(image) ? `manifest for ${image} not found: manifest unknown` : undefined;
  }
}
