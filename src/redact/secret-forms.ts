/** How a value may be written so that it does not look like itself. */
export const forms = ['plain', 'json', 'base64', 'url', 'html'] as const

export type Form = (typeof forms)[number]

/** Shorter than any form of a value that is distinctive. */
export const shortestForm = 6

/**
 * Every text in which a value may stand, as bytes of one character each: as it is; as JSON, once and in JSON again, as different
 * writers escape it; percent-encoded by different readings of the standard; in HTML; and what stays the same in base64 whatever
 * stands around it, in both alphabets. A form that is shorter than others are long may be found by chance and is left out.
 */
export function formsOf(value: string): ReadonlyMap<string, Form> {
  const found = new Map<string, Form>()
  const add = (form: Form, texts: Iterable<string>): void => {
    for (const text of texts) {
      const bytes = Buffer.from(text, 'utf8').toString('latin1')
      if (bytes.length >= shortestForm && !found.has(bytes)) found.set(bytes, form)
    }
  }
  add('plain', [value])
  // Most values are of letters and digits, which no writer escapes.
  const json = ordinary.test(value) ? [] : jsonForms(value)
  const base64 = new Set([value, ...json].flatMap(base64Forms))
  const percent = ordinary.test(value) ? [] : urlForms(value)
  add('json', [...json, ...inCodeUnits(value)])
  add('json', [...json, ...inCodeUnits(value)].flatMap(jsonForms))
  add('base64', base64)
  add('base64', [...base64].filter(text => /[+/]/.test(text)).flatMap(urlForms))
  add('url', percent)
  add('html', htmlForms(value))
  return found
}

const ordinary = /^[A-Za-z0-9_.-]*$/

function jsonForms(value: string): readonly string[] {
  const usual = JSON.stringify(value).slice(1, -1)
  const escaped = (characters: RegExp) => inBothCases(usual.replaceAll(characters, unicode))
  return [
    ...new Set([
      usual,
      usual.replaceAll('/', '\\/'),
      // Go writes <, > and & so, .NET also quotes and plus signs, Python all that is not ASCII.
      ...escaped(/[<>&\u2028\u2029]/g),
      ...inBothCases(
        JSON.stringify(value)
          .slice(1, -1)
          .replaceAll('\\"', '\\u0022')
          .replaceAll(/[<>&'+`]/g, unicode),
      ),
      ...escaped(/[\u007f-\uffff]/g),
    ]),
  ]
}

/** Every character of it escaped. */
function inCodeUnits(value: string): readonly string[] {
  return inBothCases(value.replaceAll(/./gs, unicode))
}

function unicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** Hexadecimal digits of escapes in small letters and in capitals. */
function inBothCases(text: string): readonly string[] {
  const capitals = text.replaceAll(/(?<=\\u)[0-9a-f]{4}|(?<=%)[0-9a-f]{2}/g, code => code.toUpperCase())
  return [text, capitals]
}

/** Without what the bytes before and behind the value have their part in. */
function base64Forms(value: string): readonly string[] {
  const bytes = Buffer.from(value, 'utf8')
  return [0, 1, 2].flatMap(before => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '')
    const from = Math.ceil((before * 8) / 6)
    const to = Math.floor(((before + bytes.length) * 8) / 6)
    const own = whole.slice(from, to)
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')]
  })
}

/** As encodeURIComponent, RFC 3986, Go's paths and forms have it. */
function urlForms(value: string): readonly string[] {
  const percent = (kept: RegExp) =>
    [...Buffer.from(value, 'utf8')]
      .map(byte => {
        const character = String.fromCharCode(byte)
        return kept.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`
      })
      .join('')
  return [/[A-Za-z0-9_.~-]/, /[A-Za-z0-9_.~!'()*-]/, /[A-Za-z0-9_.~$&+=:@-]/, /[A-Za-z0-9_.~!$&'()*+,;=:@/?-]/].flatMap(
    kept => inBothCases(percent(kept)).flatMap(text => [text, text.replaceAll('%20', '+')]),
  )
}

function htmlForms(value: string): readonly string[] {
  const named = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return [
    named,
    named.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    named.replaceAll('"', '&#34;').replaceAll("'", '&#x27;'),
  ]
}
