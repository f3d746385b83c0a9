/** Items of all pages, in order: AWS answers long lists in parts, each with the token of the next. */
export async function allPages<T>(
  page: (token: string | undefined) => Promise<{ readonly items: readonly T[]; readonly next: string | undefined }>,
): Promise<readonly T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const { items, next } = await page(token);
    all.push(...items);
    token = next === "" ? undefined : next;
  } while (token !== undefined);
  return all;
}

/** What the calls give for all items, with at most so many items a call. */
export async function inBatches<T, U>(
  items: readonly T[],
  size: number,
  call: (batch: T[]) => Promise<readonly U[]>,
): Promise<readonly U[]> {
  const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, index) => index * size);
  return (await Promise.all(starts.map((start) => call(items.slice(start, start + size))))).flat();
}
