/** The OpenVidu templates for AWS that a user may hand us, and how to tell one from another. */
export type TemplateKind = 'high-availability' | 'elastic' | 'single-node'

export interface TemplateKindRow {
  readonly kind: TemplateKind
  /** For people. */
  readonly name: string
  /** The template's Description, compared without regard to case: 'Pro' and 'PRO' both occur. */
  readonly description: string
}

/** Descriptions of the templates released with 3.8.0. */
export const templateKinds = [
  {kind: 'high-availability', name: 'OpenVidu High Availability', description: 'OpenVidu Pro - High Availability'},
  {kind: 'elastic', name: 'OpenVidu Elastic', description: 'OpenVidu Pro - Elastic'},
  {kind: 'single-node', name: 'OpenVidu Single Node PRO', description: 'OpenVidu PRO - Single Node'},
  {kind: 'single-node', name: 'OpenVidu Single Node Community', description: 'OpenVidu Community - Single Node'},
] as const satisfies readonly TemplateKindRow[]

/** Which OpenVidu template a Description names; null for any other text. */
export function templateKindOf(description: string): TemplateKindRow | null {
  const wanted = description.trim().toLowerCase()
  return templateKinds.find(row => row.description.toLowerCase() === wanted) ?? null
}

/**
 * What tells the unofficial High Availability variant that ends TLS on the masters (shipped beside 3.2.0, withdrawn in June
 * 2025) from the official template: it has no certificate parameter, and its own logical ids. It has the official Description.
 */
export const internalTlsMarks = {
  withoutParameters: ['OpenViduCertificateARN', 'TurnCertificateARN'],
  resources: ['OpenViduMasterNodeTGHTTP', 'OpenViduRTMPMasterNodeListener', 'OpenViduMasterNodeRTMPTG'],
  userDataText: '--internal-tls-termination',
} as const

/** Whether a template is that variant; one of its own resources or its installer flag is enough. */
export function isInternalTlsVariant(shape: {
  readonly parameters: ReadonlySet<string>
  readonly resources: ReadonlySet<string>
  readonly text: string
}): boolean {
  return (
    internalTlsMarks.withoutParameters.every(name => !shape.parameters.has(name)) &&
    (internalTlsMarks.resources.some(id => shape.resources.has(id)) ||
      shape.text.includes(internalTlsMarks.userDataText))
  )
}

/**
 * The version that a template installs: first group, a version or `main` for a development build. The masters' install
 * script assigns it (template 3.8.0, line 1547); the media nodes' script assigns a shell expression, which does not match.
 */
export const versionMarker = /OPENVIDU_VERSION=(\d+\.\d+\.\d+(?:-[a-z0-9]+)?|main)/

/** The version marker in a template's text, or null. */
export function versionMarkerOf(text: string): string | null {
  return versionMarker.exec(text)?.[1] ?? null
}
