import {type RedactionRule, valueBegins} from './rules.ts'

/** What a match shows to be a secret, so that it is known where it stands alone. */
export function secretsOf({id}: RedactionRule, match: string, kept: string): readonly string[] {
  // What rules mark for each other stands in no value, before or behind what is kept of the match.
  const gone = match.replaceAll(valueBegins, '').slice(kept.replaceAll(valueBegins, '').length)
  switch (id) {
    case 'mail-address':
      return []
    case 'user-in-url':
    case 'user-in-database-url': {
      // The name of the user is no secret that could be found elsewhere.
      const password = gone.slice(gone.indexOf(':') + 1, -1)
      return [password, unescaped(password)]
    }
    default:
      // Of s/NAME=.*/NAME=value/g what belongs to sed stays behind.
      return [gone, gone.replace(/[/|#,;:)\]}]+g?$/, ''), unescaped(gone)]
  }
}

/** What stands in a URL or in JSON, as it is. */
function unescaped(text: string): string {
  try {
    if (text.includes('\\')) return Buffer.from(String(JSON.parse(`"${text}"`)), 'utf8').toString('latin1')
    return text.includes('%') ? Buffer.from(decodeURIComponent(text), 'utf8').toString('latin1') : text
  } catch {
    return text
  }
}
