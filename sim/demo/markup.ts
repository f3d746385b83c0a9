/** Text that is safe in HTML, between tags and in quotes. */
export const escaped = (words: string): string => words.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** An element with what is in it, which is markup already. Attributes are escaped. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  ...inside: string[]
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  const start = `<${name}${written.join("")}`;
  return inside.length === 0 ? `${start}/>` : `${start}>${inside.join("")}</${name}>`;
}
