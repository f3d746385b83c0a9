/**
 * Reads back what src/lib/text writes: the value of a `${jsonencode(…)}` or `${"…"}` expression, references left as
 * `${…}`. A parser of its own, so that a mistake in the writer does not cancel itself out in the tests.
 */
export function decode(expression: string): unknown {
  const match = /^\$\{(?:(jsonencode|base64encode)\()?(.*?)(\))?\}$/s.exec(expression);
  if (match?.[2] === undefined || (match[1] === undefined) !== (match[3] === undefined)) {
    throw new Error(`not an expression of the project: ${expression.slice(0, 80)}`);
  }
  const reader = new Reader(match[2]);
  const value = reader.value();
  reader.end();
  return value;
}

class Reader {
  private at = 0;
  constructor(private readonly source: string) {}

  value(): unknown {
    const next = this.source[this.at];
    if (next === '"') return this.text();
    if (next === "[") return this.list("]", () => this.value());
    if (next === "{") return Object.fromEntries(this.list("}", () => this.entry()));
    const word = /^(true|false|null|-?\d+(?:\.\d+)?(?:e[+-]\d+)?)/.exec(this.source.slice(this.at))?.[0];
    if (word === undefined) throw new Error(`unexpected text at ${this.source.slice(this.at, this.at + 40)}`);
    this.at += word.length;
    return JSON.parse(word);
  }

  end(): void {
    if (this.at !== this.source.length)
      throw new Error(`text after the value: ${this.source.slice(this.at, this.at + 40)}`);
  }

  private entry(): [string, unknown] {
    const key = this.text();
    this.take(" = ");
    return [key, this.value()];
  }

  private list<Item>(close: string, item: () => Item): Item[] {
    this.at++;
    const items: Item[] = [];
    while (this.source[this.at] !== close) {
      if (items.length > 0) this.take(", ");
      items.push(item());
    }
    this.at++;
    return items;
  }

  private text(): string {
    this.take('"');
    let result = "";
    while (this.source[this.at] !== '"') {
      const rest = this.source.slice(this.at);
      const reference = /^\$\{([^{}"]|"[^"]*")*\}/.exec(rest)?.[0];
      const escaped = /^(\\u[0-9a-f]{4}|\\.|\$\$\{|%%\{)/.exec(rest)?.[0];
      if (escaped !== undefined) {
        result += escaped.startsWith("\\") ? (JSON.parse(`"${escaped}"`) as string) : escaped.slice(1);
        this.at += escaped.length;
      } else {
        const piece = reference ?? rest.charAt(0);
        if (piece === "") throw new Error("the text does not end");
        result += piece;
        this.at += piece.length;
      }
    }
    this.at++;
    return result;
  }

  private take(expected: string): void {
    if (!this.source.startsWith(expected, this.at))
      throw new Error(`expected ${expected} at ${this.source.slice(this.at, this.at + 40)}`);
    this.at += expected.length;
  }
}
