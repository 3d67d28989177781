/**
 * `OPENVIDU_DOCTOR_DNS`: DNS servers to ask in place of the system's, as `ADDRESS` or `ADDRESS:PORT`, separated by commas. For
 * machines whose own resolver does not see what users see.
 */
export function dnsServersIn(environment: NodeJS.ProcessEnv): readonly string[] {
  return (environment.OPENVIDU_DOCTOR_DNS ?? '')
    .split(',')
    .map(server => server.trim())
    .filter(server => server !== '')
}
