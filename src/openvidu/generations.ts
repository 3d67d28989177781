/**
 * The generations of the High Availability template, in release order. A new OpenVidu release is a new row here and, where
 * it changed something, new or closed spans in the other tables of this folder.
 *
 * Figures come from the official templates at their release tags; where a template was never published (`templateSeen`
 * false) they come from the installation and administration pages of that version and are fewer.
 */

interface GenerationRow {
  readonly id: string
  /** For people: how the generation is named in a message. */
  readonly label: string
  /** The OPENVIDU_VERSION values it covers. */
  readonly versions: readonly string[]
  /** Month of the release tag of its first version, 'YYYY-MM'; null where not released. */
  readonly released: string | null
  /** False where no official template text was seen: what is unknown is then left out, never guessed. */
  readonly templateSeen: boolean
  /** Whether the four masters are an Auto Scaling group or four EC2 instances. */
  readonly masters: 'group' | 'instances'
  /** Timeout of each master's wait condition, in minutes. */
  readonly waitMinutes: number | null
  /** The oldest Docker that the version's installer accepts. */
  readonly dockerMinimum: string | null
  /** What a template of this generation has, and has not, that its neighbours differ in. Empty: not told by structure. */
  readonly recognisedBy: RecognitionMarks
  /** Number of resources and of parameters that the official template declares. */
  readonly resourceCount: number | null
  readonly parameterCount: number | null
}

export interface RecognitionMarks {
  readonly parameters?: readonly string[]
  readonly withoutParameters?: readonly string[]
  readonly resources?: readonly string[]
  readonly withoutResources?: readonly string[]
  /** A text that the nodes' user data holds. */
  readonly userDataText?: string
}

const rows = [
  {
    id: '3.0.0-beta1',
    label: 'first generation (3.0.0-beta1 and beta2)',
    versions: ['3.0.0-beta1', '3.0.0-beta2'],
    released: '2024-07',
    templateSeen: false,
    masters: 'group',
    waitMinutes: null,
    dockerMinimum: null,
    // Install page of 3.0.0-beta1, "Volumes Configuration": the only generation that asks whether to keep master volumes.
    recognisedBy: {parameters: ['RetainVolumes'], withoutResources: ['OpenViduMasterNode1']},
    resourceCount: null,
    parameterCount: 19,
  },
  {
    id: '3.0.0-beta3',
    label: '3.0.0-beta3 to 3.1.0',
    versions: ['3.0.0-beta3', '3.0.0', '3.1.0'],
    released: '2024-10',
    templateSeen: false,
    masters: 'instances',
    waitMinutes: null,
    dockerMinimum: null,
    // Its structure is not known well enough to tell it from 3.2.0: only the version string names it.
    recognisedBy: {},
    resourceCount: null,
    parameterCount: null,
  },
  {
    id: '3.2.0',
    label: '3.2.0',
    versions: ['3.2.0'],
    released: '2025-06',
    templateSeen: true,
    masters: 'instances',
    waitMinutes: 10,
    dockerMinimum: '28.1.1',
    recognisedBy: {
      parameters: ['AmiId', 'TurnDomainName'],
      withoutParameters: ['AdditionalInstallFlags', 'RetainVolumes'],
      resources: ['OpenViduMasterNode1', 'OpenViduMasterToMasterDefaultAppIngress'],
    },
    resourceCount: 66,
    parameterCount: 20,
  },
  {
    id: '3.3.0',
    label: '3.3.0',
    versions: ['3.3.0'],
    released: '2025-06',
    templateSeen: true,
    masters: 'instances',
    waitMinutes: 10,
    dockerMinimum: '28.1.1',
    recognisedBy: {
      parameters: ['AmiId', 'AdditionalInstallFlags'],
      resources: ['OpenViduMasterToMasterDefaultAppIngress'],
    },
    resourceCount: 70,
    parameterCount: 21,
  },
  {
    id: '3.4.0',
    label: '3.4.0',
    versions: ['3.4.0'],
    released: '2025-10',
    templateSeen: true,
    masters: 'instances',
    waitMinutes: 10,
    dockerMinimum: '28.3.3',
    recognisedBy: {
      parameters: ['AmiId', 'InitialMeetAdminPassword'],
      resources: ['OpenViduMasterToMasterMeetIngress'],
      withoutResources: ['OpenViduMediaNodeToMasterNodeClusterPortIngress'],
    },
    resourceCount: 74,
    parameterCount: 23,
  },
  {
    id: '3.4.1',
    label: '3.4.1',
    versions: ['3.4.1'],
    released: '2025-10',
    templateSeen: true,
    masters: 'instances',
    waitMinutes: 10,
    dockerMinimum: '28.3.3',
    recognisedBy: {
      parameters: ['AmiId', 'InitialMeetAdminPassword'],
      resources: ['OpenViduMediaNodeToMasterNodeClusterPortIngress'],
    },
    resourceCount: 75,
    parameterCount: 23,
  },
  {
    id: '3.5.0',
    label: '3.5.0',
    versions: ['3.5.0'],
    released: '2025-12',
    templateSeen: true,
    masters: 'instances',
    waitMinutes: 20,
    dockerMinimum: '29.0.2',
    recognisedBy: {
      parameters: ['OperatingSystem', 'TurnDomainName'],
      withoutParameters: ['LoadBalancerSubnets'],
      resources: ['OpenViduMasterNodeTG'],
    },
    resourceCount: 75,
    parameterCount: 23,
  },
  {
    id: '3.6.0',
    label: '3.6.0',
    versions: ['3.6.0'],
    released: '2026-03',
    templateSeen: true,
    masters: 'instances',
    waitMinutes: 20,
    dockerMinimum: '29.2.1',
    recognisedBy: {
      parameters: ['OperatingSystem'],
      withoutParameters: ['TurnDomainName', 'LoadBalancerSubnets'],
      resources: ['OpenViduMasterNodeWithTurnTLSTG'],
      withoutResources: ['OpenViduMasterToMasterCustomAppIngress'],
    },
    resourceCount: 66,
    parameterCount: 21,
  },
  {
    id: '3.6.1',
    label: '3.6.1',
    versions: ['3.6.1'],
    released: '2026-04',
    templateSeen: true,
    masters: 'instances',
    waitMinutes: 20,
    dockerMinimum: '29.2.1',
    recognisedBy: {
      parameters: ['OperatingSystem'],
      withoutParameters: ['TurnDomainName', 'LoadBalancerSubnets'],
      resources: ['OpenViduMasterNodeWithTurnTLSTG', 'OpenViduMasterToMasterCustomAppIngress'],
    },
    resourceCount: 68,
    parameterCount: 21,
  },
  {
    id: '3.7.0',
    label: '3.7.0',
    versions: ['3.7.0'],
    released: '2026-05',
    templateSeen: true,
    masters: 'instances',
    waitMinutes: 20,
    dockerMinimum: '29.4.2',
    // Same structure as 3.6.1, only pinned versions moved: by structure alone the newer of the two is reported.
    recognisedBy: {
      parameters: ['OperatingSystem'],
      withoutParameters: ['TurnDomainName', 'LoadBalancerSubnets'],
      resources: ['OpenViduMasterNodeWithTurnTLSTG', 'OpenViduMasterToMasterCustomAppIngress'],
    },
    resourceCount: 68,
    parameterCount: 21,
  },
  {
    id: '3.8.0',
    label: '3.8.0',
    versions: ['3.8.0'],
    released: '2026-07',
    templateSeen: true,
    masters: 'instances',
    waitMinutes: 20,
    dockerMinimum: '29.5.3',
    recognisedBy: {
      parameters: ['OperatingSystem'],
      withoutParameters: ['TurnDomainName', 'LoadBalancerSubnets'],
      resources: ['OpenViduMasterNodeWithTurnTLSTG', 'OpenViduMasterToMasterCustomAppIngress'],
      userDataText: 'not healthy after 300s', // template 3.8.0, line 2155: the readiness gate is new
    },
    resourceCount: 68,
    parameterCount: 21,
  },
  {
    id: 'next',
    label: 'the announced generation after 3.8',
    versions: [],
    released: null,
    templateSeen: false,
    masters: 'instances',
    waitMinutes: null,
    dockerMinimum: null,
    // Newest install page: the load balancer gets subnets of its own.
    recognisedBy: {parameters: ['LoadBalancerSubnets']},
    resourceCount: null,
    parameterCount: null,
  },
] as const satisfies readonly GenerationRow[]

export type GenerationId = (typeof rows)[number]['id']

export interface Generation extends GenerationRow {
  readonly id: GenerationId
}

/** All generations in release order: the order is what `since` and `until` of a `Span` mean. */
export const generations: readonly Generation[] = rows

const order: ReadonlyMap<GenerationId, number> = new Map(generations.map(({id}, index) => [id, index]))

/** The newest released generation whose template was seen. */
export const newestGeneration: GenerationId =
  generations.findLast(g => g.released !== null && g.templateSeen)?.id ?? '3.8.0'

/** The generations in which a fact holds: from `since` to `until`, both included; no `until` means it still holds. */
export interface Span {
  readonly since: GenerationId
  readonly until?: GenerationId
  readonly except?: readonly GenerationId[]
}

/** Whether a fact with this span holds in the generation. */
export function inSpan(span: Span, generation: GenerationId): boolean {
  const at = position(generation)
  return (
    at >= position(span.since) &&
    (span.until === undefined || at <= position(span.until)) &&
    !span.except?.includes(generation)
  )
}

/** The row of a generation. */
export function generationOf(id: GenerationId): Generation {
  const found = generations[position(id)]
  if (!found) throw new RangeError(`No generation ${id}`)
  return found
}

/**
 * Which generation a template is, judged by its parameters, resources and text only; null for a template that matches none.
 * The newest match wins. Two limits: 3.7.0 and 3.6.1 have one structure, so 3.7.0 is answered for both; and 3.0.0-beta3 to
 * 3.1.0 are not told from 3.2.0. A version marker in the template (`template-kinds.ts`) says more and should win over this.
 */
export function recogniseGeneration(shape: {
  readonly parameters: ReadonlySet<string>
  readonly resources: ReadonlySet<string>
  readonly text: string
}): GenerationId | null {
  const matches = ({recognisedBy: marks}: Generation) =>
    Object.keys(marks).length > 0 &&
    (marks.parameters ?? []).every(name => shape.parameters.has(name)) &&
    !(marks.withoutParameters ?? []).some(name => shape.parameters.has(name)) &&
    (marks.resources ?? []).every(id => shape.resources.has(id)) &&
    !(marks.withoutResources ?? []).some(id => shape.resources.has(id)) &&
    (marks.userDataText === undefined || shape.text.includes(marks.userDataText))
  return generations.findLast(matches)?.id ?? null
}

/** The generation that released this OPENVIDU_VERSION; null for `main`, for a version not in the table and for the next one. */
export function generationOfVersion(version: string): GenerationId | null {
  return generations.find(({versions}) => versions.includes(version))?.id ?? null
}

function position(id: GenerationId): number {
  const at = order.get(id)
  if (at === undefined) throw new RangeError(`No generation ${id}`)
  return at
}
