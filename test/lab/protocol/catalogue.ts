import {NormalizedSchema} from '@smithy/core/schema'
import type {StaticErrorSchema, StaticOperationSchema} from '@smithy/types'
import {type Route, routeOf} from './route.ts'
import {type Service, type ServiceName, serviceOf} from './services.ts'

/** A shape of a service's model, as the SDK package describes it. */
export type Shape = NormalizedSchema

export interface Operation {
  readonly service: Service
  readonly name: string
  readonly input: Shape
  readonly output: Shape
  /** Method and path of the REST protocols; null in the others. */
  readonly route: Route | null
}

export interface Catalogue {
  readonly service: Service
  readonly operations: ReadonlyMap<string, Operation>
  /** Modelled errors by shape name. */
  readonly errors: ReadonlyMap<string, Shape>
}

const loaded = new Map<ServiceName, Promise<Catalogue>>()

/** Everything that a client package says of its service. Loaded once for each process. */
export function catalogueOf(name: ServiceName): Promise<Catalogue> {
  const known = loaded.get(name)
  if (known !== undefined) return known
  const fresh = read(serviceOf(name))
  loaded.set(name, fresh)
  return fresh
}

// The first element of a static schema tells its kind; see the SDK's static schema types.
const OPERATION = 9
const ERROR = -3

async function read(service: Service): Promise<Catalogue> {
  const operations = new Map<string, Operation>()
  const errors = new Map<string, Shape>()
  for (const [exported, value] of Object.entries(await service.load())) {
    if (!exported.endsWith('$') || !Array.isArray(value)) continue
    if (isOperation(value)) {
      const [, , name, traits, input, output] = value
      const http = typeof traits === 'object' ? traits.http : undefined
      operations.set(name, {
        service,
        name,
        input: NormalizedSchema.of(input),
        output: NormalizedSchema.of(output),
        route: http === undefined ? null : routeOf(http),
      })
    }
    // The base of a service's exceptions is the SDK's own, and no error of the wire.
    else if (isError(value) && !value[1].startsWith('smithy.ts.sdk.synthetic'))
      errors.set(value[2], NormalizedSchema.of(value))
  }
  return {service, operations, errors}
}

function isOperation(schema: readonly unknown[]): schema is StaticOperationSchema {
  return schema[0] === OPERATION
}

function isError(schema: readonly unknown[]): schema is StaticErrorSchema {
  return schema[0] === ERROR
}
