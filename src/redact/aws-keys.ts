/** What alone looks like a secret key of AWS: forty characters, of all kinds, and no hash or path. */
const form = /(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g

/** A text in which `instead` stands for each secret key of AWS. */
export function withoutSecretKeys(text: string, instead: (key: string) => string): string {
  if (text.length < 40) return text
  return text.replaceAll(form, word => (looksRandom(word) ? instead(word) : word))
}

function looksRandom(word: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/].every(kind => kind.test(word))
  return kinds && word.split('/').length <= 5 && !/^[0-9a-fA-F]+$/.test(word)
}
