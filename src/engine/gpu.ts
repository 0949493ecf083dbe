/** The graphics processor, as far as a page may know it. */

/**
 * Who made it and of which kind.
 *
 * @returns null where there is none that would help: a software adapter is no graphics processor, and a browser that
 * cannot suspend WebAssembly has no runtime for it
 */
export async function describeGpu(): Promise<string | null> {
  if (!('gpu' in navigator) || !('Suspending' in WebAssembly)) return null;
  try {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (adapter === null || adapter.info.isFallbackAdapter) return null;
    const { vendor, architecture } = adapter.info;
    return [vendor, architecture].filter((word) => word !== '').join(' ') || 'unnamed';
  } catch {
    return null;
  }
}
