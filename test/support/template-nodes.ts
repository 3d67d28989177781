import type {TemplateContext} from './template-context.ts'
import {choose, lookUp, ref, sub, type Tree, type TreeMap} from './template-tree.ts'

/** The image of a node group: a parameter up to 3.4.1, then chosen by operating system, architecture and GPU. */
export function image({since, takes}: TemplateContext, group: 'Master' | 'Media'): Tree {
  if (takes('AmiId')) return ref('AmiId')
  const isGpu = group === 'Master' ? 'IsMasterNodeNvidia' : 'IsMediaNodeNvidia'
  const byArchitecture = (mapped: 'arm' | 'x86'): Tree => {
    const ubuntu = lookUp('NodeImages', ref('OperatingSystem'), mapped)
    return since('3.6.0') ? choose(isGpu, deepLearning(mapped === 'arm' ? 'arm64' : 'x86_64'), ubuntu) : ubuntu
  }
  return choose(`Is${group}Graviton`, byArchitecture('arm'), byArchitecture('x86'))
}

function deepLearning(architecture: 'arm64' | 'x86_64'): string {
  const path = `/aws/service/deeplearning/ami/${architecture}/base-oss-nvidia-driver-gpu-ubuntu-24.04/latest/ami-id`
  return `{{resolve:ssm:${path}}}`
}

/** Credentials of the role for those only who can ask for a token, which a request smuggled through a service can not. */
export function metadataOptions(): TreeMap {
  return {HttpEndpoint: 'enabled', HttpTokens: 'required', HttpPutResponseHopLimit: 1}
}

/** A file that cfn-init writes. */
export function executable(text: string): TreeMap {
  return {content: sub(text), mode: '000755', owner: 'root', group: 'root'}
}
