/** What the built document carries so that it keeps its promise on a host that sends no headers. */
import type { Plugin } from 'vite';
import { originPolicy } from '../../src/core/page-policy.ts';

/** Writes the policy into the built document. Development, with its inline scripts and its socket, goes without. */
export function staticHosting(): Plugin {
  return {
    name: 'undertone:static-hosting',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: () => [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: originPolicy() },
          injectTo: 'head-prepend',
        },
      ],
    },
  };
}
