import {askEngine, engineTrouble, requireEngine} from '../ask-engine.ts'
import {definePart, UnreadableAnswer} from '../part.ts'

/** Versions of the engine and of the compose plugin, and where the engine keeps the logs of containers. */
export const docker = definePart({
  id: 'docker',
  roles: ['master', 'media'],
  seconds: 14,
  bytes: 300,
  // The plugin needs no engine, and `ask` ends the part where none answers. Warnings of docker stand before what was asked for.
  script: () => `
${askEngine}
newline='
'
if ask 4 compose version --short; then
  printf 'compose %s\\n' "\${out##*"$newline"}"
else
  case $out in
    *'is not a docker command'* | *'unknown command'* | *'unknown flag'* | *'unknown shorthand'*) echo 'compose none' ;;
    *) echo 'compose failed' ;;
  esac
fi
ask 4 version --format '{{.Server.Version}}' || exit 1
printf 'version %s\\n' "\${out##*"$newline"}"
ask 4 info --format '{{.LoggingDriver}}' || exit 1
printf 'driver %s\\n' "\${out##*"$newline"}"
`,
  parse: lines => {
    const trouble = engineTrouble(lines)
    if (trouble === 'engine missing') return {version: null, compose: null, logDriver: null}
    const compose = told(lines, 'compose', /^(none|failed|v?\d[\w.+~-]{0,60})$/)
    if (compose === 'failed') throw new UnreadableAnswer('the compose plugin ended with an error')
    const plugin = {compose: compose === 'none' ? null : compose.replace(/^v/, '')}
    if (trouble === 'engine silent') return {version: null, ...plugin, logDriver: null}
    requireEngine(lines)
    return {
      version: told(lines, 'version', /^\d[\w.+~-]{0,60}$/),
      ...plugin,
      logDriver: told(lines, 'driver', /^[\w./:-]{1,60}$/),
    }
  },
})

function told(lines: readonly string[], name: string, form: RegExp): string {
  const value = lines.find(line => line.startsWith(`${name} `))?.slice(name.length + 1)
  if (value === undefined || !form.test(value)) throw new UnreadableAnswer(`docker told no ${name} in its form`)
  return value
}
