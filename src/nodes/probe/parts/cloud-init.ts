import {countOf, inForm} from '../lines.ts'
import {definePart, UnreadableAnswer} from '../part.ts'
import {gone, masked} from '../shell.ts'

/**
 * From `cloud-init status`, as JSON where it knows that; its errors from there or from its result. Where the command is missing
 * or broken, from what it left in /run/cloud-init. Both files are indented JSON, so that lines can be told apart without a parser.
 * The installation log is only measured: it holds every password.
 */
export const cloudInit = definePart({
  id: 'cloudInit',
  roles: ['master', 'media'],
  seconds: 15,
  bytes: 520,
  script: () => `
${gone}
${masked}
run="$root/run/cloud-init"
errors() {
  tr '\\000' ' ' | awk '
    { $0 = substr($0, 1, 2000) }
    /^  "errors": \\[ *$/ { inside = 1; next }
    inside && /^ *\\]/ { exit }
    inside { sub(/^ *"/, ""); sub(/",? *$/, ""); gsub(/\\\\[nrt]/, " "); print }
  ' | masked | awk 'NR <= 3 { print "error " substr($0, 1, 140) }'
}
told=$(timeout 10 cloud-init status --format json | head -c 50000)
status=$(printf '%s\\n' "$told" | sed -n 's/^  "status": "\\([a-z][a-z ]*\\)",\\{0,1\\}$/\\1/p' | head -n 1)
if [ -n "$status" ]; then
  printf 'status %s\\n' "$status"
  case $told in *'"errors": ['[!]]*) printf '%s\\n' "$told" | errors ;; esac
else
  status=$(timeout 10 cloud-init status | sed -n 's/^status: \\([a-z][a-z ]*\\)$/\\1/p' | head -n 1)
  result=
  if ! gone "$run/result.json"; then result=$(head -c 50000 "$run/result.json") || exit; fi
  found=$(printf '%s\\n' "$result" | errors)
  if [ -z "$status" ]; then
    if [ -n "$found" ]; then status=error
    elif [ -n "$result" ]; then status=done
    elif [ -e "$run/disabled" ]; then status=disabled
    elif [ -e "$run/status.json" ]; then status=running
    elif [ -d "$run" ]; then status='not started'
    else exit 1
    fi
  fi
  printf 'status %s\\n' "$status"
  [ -z "$found" ] || printf '%s\\n' "$found"
fi
log="$root/var/log/cloud-init-output.log"
if gone "$log"; then echo 'output absent'; else stat -c 'output %s' "$log"; fi
`,
  parse: lines => {
    const told = (name: string) =>
      lines.flatMap(line => (line.startsWith(`${name} `) ? [line.slice(name.length + 1)] : []))
    const [output] = told('output')
    if (output === undefined) throw new UnreadableAnswer('nothing was told of the installation log')
    return {
      status: inForm(told('status')[0], /^[a-z][a-z ]{0,40}$/, 'status of cloud-init'),
      errors: told('error').map(error => error.replaceAll(/\\(["\\/])/g, '$1')),
      outputBytes: output === 'absent' ? null : countOf(output, 'size of the installation log'),
    }
  },
})
