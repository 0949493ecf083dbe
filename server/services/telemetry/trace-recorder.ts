/** Records spans and sends them to the receiver that the environment names (`OTEL_EXPORTER_OTLP_*`), in portions. */
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

/** What the caller of a request decided about recording holds here as well; without one everything is recorded. */
export function startRecording(): NodeTracerProvider {
  return new NodeTracerProvider({
    // `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` win.
    resource: resourceFromAttributes({ 'service.name': 'undertone' }).merge(
      detectResources({ detectors: [envDetector] }),
    ),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
}
