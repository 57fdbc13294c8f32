import type { paths } from './schema'
import type { Problem } from './types'

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
type Filled<P extends string> = P extends `${infer Head}{${string}}${infer Tail}` ? `${Head}${string}${Filled<Tail>}` : P

/** The addresses that the server has for a method, without /api: a route that is gone is a type error here. */
type Route<M extends Method> = {
  [P in keyof paths]: P extends `/api${infer Rest}` ? (paths[P] extends Record<M, object> ? Filled<Rest> : never) : never
}[keyof paths]

/** What the server says when something fails: what happened, and what to do next. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly nextAction: string | null,
    readonly detail: unknown,
  ) {
    super(message)
  }

  get problems(): Problem[] {
    const detail = this.detail as { problems?: Problem[] } | null
    return Array.isArray(detail?.problems) ? detail.problems : []
  }
}

type Query = Record<string, string | number | boolean | null | undefined>

function address(path: string, query?: Query): string {
  const words = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') words.set(name, String(value))
  }
  const tail = words.toString()
  return `/api${path}${tail ? `?${tail}` : ''}`
}

async function answer<T>(response: Response): Promise<T> {
  const body: unknown = await response.json().catch(() => null)
  if (response.ok) return body as T
  const error = (body ?? {}) as { code?: string; message?: string; next_action?: string; detail?: unknown }
  throw new ApiError(
    response.status,
    error.code ?? 'unreachable',
    error.message ?? response.statusText,
    error.next_action ?? null,
    error.detail ?? null,
  )
}

async function call<T>(method: string, path: string, options: { query?: Query; body?: unknown; signal?: AbortSignal } = {}) {
  const form = options.body instanceof FormData
  const headers: Record<string, string> = { 'Accept-Language': document.documentElement.lang, 'X-Auftakt': '1' }
  if (options.body !== undefined && !form) headers['Content-Type'] = 'application/json'
  let response: Response
  try {
    response = await fetch(address(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      signal: options.signal,
      body: form ? (options.body as FormData) : options.body === undefined ? undefined : JSON.stringify(options.body),
    })
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError(0, 'unreachable', String(cause), null, null)
  }
  return answer<T>(response)
}

export const api = {
  get: <T>(path: Route<'get'>, query?: Query, signal?: AbortSignal) => call<T>('GET', path, { query, signal }),
  post: <T>(path: Route<'post'>, body?: unknown, query?: Query) => call<T>('POST', path, { body, query }),
  put: <T>(path: Route<'put'>, body: unknown) => call<T>('PUT', path, { body }),
  patch: <T>(path: Route<'patch'>, body: unknown) => call<T>('PATCH', path, { body }),
  remove: <T>(path: Route<'delete'>) => call<T>('DELETE', path),
}

export type GetRoute = Route<'get'>
export const part = encodeURIComponent
