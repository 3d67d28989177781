/** What is wrong with an archive, as a sentence without its end. Told as unusable input, with the name of the file. */
export class BadArchive extends Error {}

/** A name from an archive, which may be anything and endless; what prints it makes it harmless. */
export function quoted(name: string): string {
  return `"${name.length > 120 ? `${name.slice(0, 120)}…` : name}"`
}
