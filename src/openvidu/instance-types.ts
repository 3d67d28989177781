import type {GenerationId, Span} from './generations.ts'
import {inSpan} from './generations.ts'

export type Architecture = 'x86_64' | 'arm64'

export interface InstanceTypeSpecification {
  readonly vcpus: number
  readonly memoryGiB: number
  readonly architecture: Architecture
  readonly gpu: boolean
}

/** The smallest node that the on-premises install page allows. The default type, c6a.xlarge, has 4 vCPU and 8 GiB. */
export const minimumNode = {vcpus: 4, memoryGiB: 4} as const

interface Family {
  readonly architecture: Architecture
  readonly gpu?: true
  /** Memory for each vCPU, where the family's sizes share one ratio. */
  readonly gibPerVcpu?: number
  /** vCPUs of the size called plain `metal`. */
  readonly metal?: number
  /** Sizes that follow no rule: [vCPUs, GiB]. They come before the ratio. */
  readonly sizes?: Readonly<Record<string, readonly [vcpus: number, memoryGiB: number]>>
}

const burstable = {
  nano: [2, 0.5],
  micro: [2, 1],
  small: [2, 2],
  medium: [2, 4],
  large: [2, 8],
  xlarge: [4, 16],
  '2xlarge': [8, 32],
} as const

const x86 = (gibPerVcpu: number, metal?: number): Family => ({
  architecture: 'x86_64',
  gibPerVcpu,
  ...(metal === undefined ? {} : {metal}),
})
const arm = (gibPerVcpu: number, metal?: number): Family => ({...x86(gibPerVcpu, metal), architecture: 'arm64'})
const gpu = (family: Family): Family => ({...family, gpu: true})
const only = (size: string, vcpus: number, memoryGiB: number, architecture: Architecture = 'x86_64'): Family => ({
  architecture,
  sizes: {[size]: [vcpus, memoryGiB]},
})

/** Every family of the AllowedValues lists. Figures: AWS's published instance type specifications. */
const families: Readonly<Record<string, Family>> = {
  t2: {
    architecture: 'x86_64',
    sizes: {...burstable, nano: [1, 0.5], micro: [1, 1], small: [1, 2]},
  },
  t3: {architecture: 'x86_64', sizes: burstable},
  t3a: {architecture: 'x86_64', sizes: burstable},
  t4g: {architecture: 'arm64', sizes: burstable},
  c4: {
    architecture: 'x86_64',
    sizes: {large: [2, 3.75], xlarge: [4, 7.5], '2xlarge': [8, 15], '4xlarge': [16, 30], '8xlarge': [36, 60]},
  },
  c5: x86(2, 96),
  c5a: x86(2),
  c5ad: x86(2),
  c5d: x86(2, 96),
  c5n: {...x86(2.625, 72), sizes: {'9xlarge': [36, 96], '18xlarge': [72, 192], metal: [72, 192]}},
  c6a: x86(2, 192),
  c6g: arm(2, 64),
  c6gd: arm(2, 64),
  c6gn: arm(2),
  c6i: x86(2, 128),
  c6id: x86(2, 128),
  c6in: x86(2, 128),
  c7a: x86(2),
  c7g: arm(2, 64),
  c7gd: arm(2, 64),
  c7gn: arm(2, 64),
  c7i: x86(2),
  'c7i-flex': x86(2),
  c8g: arm(2),
  c8gd: arm(2),
  m4: x86(4),
  m5: x86(4),
  m5n: x86(4),
  m6a: x86(4, 192),
  m6g: arm(4, 64),
  m6gd: arm(4, 64),
  m6i: x86(4, 128),
  m6id: x86(4, 128),
  m6idn: x86(4, 128),
  m6in: x86(4, 128),
  m7a: x86(4),
  m7g: arm(4, 64),
  m7gd: arm(4, 64),
  m7i: x86(4),
  'm7i-flex': x86(4),
  m8g: arm(4),
  m8gd: arm(4),
  r5n: x86(8),
  r6g: arm(8, 64),
  r6gd: arm(8, 64),
  r7g: arm(8, 64),
  r7gd: arm(8, 64),
  r8g: arm(8),
  g4dn: gpu(x86(4, 96)),
  g5: gpu(x86(4)),
  g5g: gpu(arm(2, 64)),
  g6: gpu(x86(4)),
  g6e: gpu(x86(8)),
  g6f: gpu(x86(4)),
  // From 12xlarge on twice the processors come with four times the memory.
  g7e: gpu({...x86(8), sizes: {'12xlarge': [48, 512], '24xlarge': [96, 1024], '48xlarge': [192, 2048]}}),
  gr6: gpu(x86(8)),
  gr6f: gpu(x86(8)),
  p4d: gpu(only('24xlarge', 96, 1152)),
  p4de: gpu(only('24xlarge', 96, 1152)),
  p5: gpu({architecture: 'x86_64', sizes: {'4xlarge': [16, 256], '48xlarge': [192, 2048]}}),
  p5e: gpu(only('48xlarge', 192, 2048)),
  p5en: gpu(only('48xlarge', 192, 2048)),
  'p6-b200': gpu(only('48xlarge', 192, 2048)),
  'p6-b300': gpu(only('48xlarge', 192, 4096)),
  'p6e-gb200': gpu(only('36xlarge', 144, 960, 'arm64')),
}

const namedSizes: Readonly<Record<string, number>> = {medium: 1, large: 2, xlarge: 4}

/**
 * vCPUs, memory in GiB, architecture and GPU of an EC2 type; null for a family that no official template allows, of which
 * nothing is claimed. Whether EC2 sells the size is not asked. Source: AWS's published specifications.
 */
export function instanceTypeSpecification(type: string): InstanceTypeSpecification | null {
  const [familyName = '', size = '', ...rest] = type.split('.')
  const family = Object.hasOwn(families, familyName) ? families[familyName] : undefined
  if (!family || rest.length > 0) return null
  const figures = figuresOf(family, size)
  if (!figures) return null
  const [vcpus, memoryGiB] = figures
  return {vcpus, memoryGiB, architecture: family.architecture, gpu: family.gpu ?? false}
}

function figuresOf(family: Family, size: string): readonly [vcpus: number, memoryGiB: number] | undefined {
  if (family.sizes && Object.hasOwn(family.sizes, size)) return family.sizes[size]
  if (family.gibPerVcpu === undefined) return undefined
  const vcpus = vcpusOf(family, size)
  return vcpus === undefined ? undefined : [vcpus, vcpus * family.gibPerVcpu]
}

// nxlarge has 4n vCPUs, metal-nxl as many as the size of that name.
function vcpusOf(family: Family, size: string): number | undefined {
  if (size === 'metal') return family.metal
  if (Object.hasOwn(namedSizes, size)) return namedSizes[size]
  const multiple = /^(?:(\d{1,3})xlarge|metal-(\d{1,3})xl)$/.exec(size)
  return multiple ? 4 * Number(multiple[1] ?? multiple[2]) : undefined
}

const gravitonFamilies: readonly {readonly span: Span; readonly families: readonly string[]}[] = [
  // Templates from 3.5.0, conditions IsMasterGraviton and IsMediaGraviton.
  {span: {since: '3.5.0'}, families: ['t4g', 'c6g', 'c7g', 'c7gd', 'c8g', 'm6g', 'm6gd', 'm7g', 'm7gd', 'm8g']},
  // 3.5.0 allows these three without knowing that they are arm64 (defect D19).
  {span: {since: '3.6.0'}, families: ['c6gd', 'c6gn', 'c7gn']},
  {
    span: {since: '3.6.0'},
    families: ['c8gd', 'm8gd', 'r6g', 'r6gd', 'r7g', 'r7gd', 'r8g', 'g5g', 'p6e-gb200'],
  },
]

/** The families that the generation's own template takes for arm64; empty before 3.5.0, which picks no image by family. */
export function gravitonFamiliesOf(generation: GenerationId): readonly string[] {
  return gravitonFamilies.filter(({span}) => inSpan(span, generation)).flatMap(row => row.families)
}

/** Families of the quota L-1216C47A: A, C, D, H, I, M, R, T and Z. Source: EC2 quotas of On-Demand instances. */
const standardFamily = /^(?:a|c|d|h|i|im|is|m|r|t|z)\d/

/** Whether a type counts to the quota of Standard On-Demand instances; others, such as G and P, have quotas of their own. */
export function isStandardType(type: string): boolean {
  return standardFamily.test(type)
}
