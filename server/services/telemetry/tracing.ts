/**
 * Spans of requests and of what is done for them, as parts of the caller's trace where they send one
 * (https://www.w3.org/TR/trace-context/). Attributes are routes as declared, codes and counts: never a text, never an address.
 */
import type { IncomingHttpHeaders } from 'node:http';
import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { Context, Span, Tracer } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import type { Analysis } from '#core/contracts/analysis';
import type { ErrorCode } from '#core/contracts/errors';

// At the place where it is declared: what routes are given is typed by that.
declare module 'fastify/types/request.js' {
  interface FastifyRequest {
    trace: RequestTrace;
    /** Of the error that it is answered with. */
    errorCode: ErrorCode | undefined;
  }
}

const scopeName = 'undertone';

export interface TracedRequest {
  readonly method: string;
  /** As it is declared. */
  readonly route: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

export interface RequestTrace {
  /** 32 hexadecimal digits; undefined where neither the caller nor this server traces. */
  readonly traceId: string | undefined;
  /** For the answer; undefined where this server does not record. */
  readonly traceparent: string | undefined;
  /** A text was read just now: the steps of its reading become spans. */
  textRead(timing: Analysis['timing']): void;
  /** @param code of the error where it failed */
  end(status: number, code: ErrorCode | undefined): void;
}

export interface Tracing {
  begin(request: TracedRequest): RequestTrace;
  /** Sends what is recorded and not sent yet. */
  close(): Promise<void>;
}

/**
 * Records spans and sends them to the receiver that the environment names, or only knows the caller's trace. What records
 * and sends is loaded only where it is needed.
 */
export async function startTracing(isRecording: boolean): Promise<Tracing> {
  if (!isRecording) return createTracing();
  const { startRecording } = await import('./trace-recorder.ts');
  const recorder = startRecording();
  return createTracing(recorder.getTracer(scopeName), () => recorder.shutdown());
}

/** Without a tracer nothing is recorded. */
export function createTracing(
  tracer: Tracer = trace.getTracer(scopeName),
  close: () => Promise<void> = async () => undefined,
): Tracing {
  const propagator = new W3CTraceContextPropagator();
  return {
    begin({ method, route = 'none', headers }) {
      const caller = propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
      const attributes = { 'http.request.method': method, 'http.route': route };
      const span = tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, caller);
      return traceOf(span, trace.setSpan(caller, span), { tracer, propagator });
    },
    close,
  };
}

function traceOf(
  span: Span,
  within: Context,
  { tracer, propagator }: { tracer: Tracer; propagator: W3CTraceContextPropagator },
): RequestTrace {
  const spanContext = span.spanContext();
  const carrier: Record<string, string> = {};
  if (span.isRecording()) propagator.inject(within, carrier, defaultTextMapSetter);
  return {
    traceId: isSpanContextValid(spanContext) ? spanContext.traceId : undefined,
    traceparent: carrier['traceparent'],
    textRead({ queueMs, tokenizeMs, inferMs, totalMs }) {
      let atMs = Date.now() - totalMs;
      for (const [name, ms] of Object.entries({ queue: queueMs, tokenize: tokenizeMs, infer: inferMs })) {
        tracer.startSpan(name, { startTime: atMs }, within).end(atMs + ms);
        atMs += ms;
      }
    },
    end(status, code) {
      span.setAttribute('http.response.status_code', status);
      if (code !== undefined) span.setAttribute('error.type', code);
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}
