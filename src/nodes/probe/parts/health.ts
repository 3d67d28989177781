import {healthEndpoints} from '../../../openvidu/services.ts'
import {definePart, UnreadableAnswer} from '../part.ts'

/** What the local endpoints answer that load balancers ask. Only a whole answer is one. */
export const health = definePart({
  id: 'health',
  roles: ['master', 'media'],
  seconds: 15,
  bytes: 200,
  script: ({role}) => `
look() {
  status=$(curl -q -s -o /dev/null --noproxy '*' --connect-timeout 3 -m 6 -w '%{http_code}' "$2" </dev/null)
  case $? in
    0) ;;
    7) status=refused ;;
    28) status=timed-out ;;
    126 | 127) exit 127 ;;
    *) status=failed ;;
  esac
  printf '%s %s\\n' "$1" "$status"
}
${endpointsOf(role)
  .map(({service, url}) => `look ${service} ${url}`)
  .join('\n')}
`,
  parse: (lines, {role}) =>
    endpointsOf(role).map(({service, url}) => {
      const said = lines.find(line => line.startsWith(`${service} `))?.slice(service.length + 1) ?? ''
      if (/^[1-9]\d\d$/.test(said)) return {service, url, status: Number(said), trouble: null}
      if (['refused', 'timed-out', 'failed'].includes(said)) return {service, url, status: null, trouble: said}
      throw new UnreadableAnswer(`nothing was told of the endpoint of ${service}`)
    }),
})

function endpointsOf(role: string) {
  return healthEndpoints.filter(endpoint => endpoint.role === role)
}
