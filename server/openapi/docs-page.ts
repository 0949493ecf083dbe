/** The API for people: the same table that the document is made from, as a page without a script. */
import { statusOf } from '../problem.ts';
import { wordsFor } from '../program-words.ts';
import { curlExamples } from './curl-example.ts';
import { html, prose } from './html.ts';
import type { Html } from './html.ts';
import { errorsOf, errorStatus } from './operation.ts';
import type { Answer, Content, Operation, Parameter } from './operation.ts';
import { operations } from './operations.ts';
import { schemaText } from './schema-text.ts';
import { jsonSchemaOf, schemaComponents } from './schemas.ts';

const groups = [...new Set(operations.map(({ tag }) => tag))];

/**
 * @param address of the API as its caller knows it, without a slash at its end
 */
export function docsPage(address: string): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Undertone for programs</title>
        <link rel="stylesheet" href="docs/style.css" />
      </head>
      <body>
        <a class="skip" href="#content">To the content</a>
        <header>
          <h1>Undertone for programs</h1>
          <p class="lead">
            Send a text, get its tone: negative, neutral, positive, mixed or unsure. The same model and the
            same answers as in the page.
          </p>
          <p>
            This page as a document for programs: <a href="openapi.json">openapi.json</a>, OpenAPI 3.1. Texts
            are not logged, and nothing is kept of them but what is handed over as a job or given with a
            correction.
          </p>
        </header>
        <nav aria-label="Operations">
          ${groups.map(
            (tag) =>
              html`<h2>${tag}</h2>
                <ul>
                  ${operationsOf(tag).map(entry)}
                </ul>`,
          )}
          <h2>More</h2>
          <ul>
            <li><a href="#keys">Keys</a></li>
            <li><a href="#errors">Errors</a></li>
            <li><a href="#forms">Forms</a></li>
          </ul>
        </nav>
        <main id="content" tabindex="-1">
          ${groups.map((tag) => operationsOf(tag).map((operation) => article(operation, address)))} ${keys()}
          ${errors()} ${forms()}
        </main>
      </body>
    </html>`.source;
}

function operationsOf(tag: Operation['tag']): Operation[] {
  return operations.filter((operation) => operation.tag === tag);
}

function entry({ id, summary }: Operation): Html {
  return html`<li><a href="#${id}">${summary}</a></li>`;
}

function article(operation: Operation, address: string): Html {
  const { id, method, path, summary, description, scope, parameters, body, answers } = operation;
  return html`<article id="${id}">
    <h3>${summary}</h3>
    <p class="route"><b>${method.toUpperCase()}</b> <code>${path}</code></p>
    ${description === undefined ? '' : html`<p>${prose(description)}</p>`}
    <p class="soft">${scope === 'public' ? 'For everyone.' : html`With the scope <code>${scope}</code>.`}</p>
    ${curlExamples(operation, address).map((command) => preformatted(command, 'Example command'))}
    ${parameters === undefined ? '' : section('Parameters', parameterList(parameters))}
    ${body === undefined ? '' : section('Sent', contents(body))}
    ${answers.map((answer) => section(`Answer ${answer.status}`, answerText(answer)))}
    ${section('Errors', errorList(operation))}
  </article>`;
}

function section(title: string, content: Html): Html {
  return html`<section>
    <h4>${title}</h4>
    ${content}
  </section>`;
}

function parameterList(parameters: readonly Parameter[]): Html {
  return html`<dl class="members">
    ${parameters.map(
      ({ name, in: place, required, description }) =>
        html`<div>
          <dt><code>${name}</code> <small>${place}${required ? ', needed' : ''}</small></dt>
          <dd>${prose(description)}</dd>
        </div>`,
    )}
  </dl>`;
}

function contents(content: Readonly<Record<string, Content>>): Html {
  return html`<dl class="members">
    ${Object.entries(content).map(
      ([mediaType, { schema }]) =>
        html`<div>
          <dt><code>${mediaType}</code></dt>
          <dd>${schemaText(jsonSchemaOf(schema))}</dd>
        </div>`,
    )}
  </dl>`;
}

function answerText({ description, content, headers }: Answer): Html {
  const example = Object.values(content ?? {})[0]?.example;
  return html`<p>${prose(description)}</p>
    ${content === undefined ? '' : contents(content)}
    ${
      headers === undefined
        ? ''
        : html`<dl class="members">
            ${Object.entries(headers).map(
              ([name, meaning]) =>
                html`<div>
                  <dt><code>${name}</code> <small>header</small></dt>
                  <dd>${prose(meaning)}</dd>
                </div>`,
            )}
          </dl>`
    }
    ${example === undefined ? '' : preformatted(JSON.stringify(example, null, 2), 'Example answer')}`;
}

/** With a tab stop, so that what is wider than the page can be read by keyboard. */
function preformatted(text: string, label: string): Html {
  return html`<pre tabindex="0" role="group" aria-label="${label}"><code>${text}</code></pre>`;
}

function errorList(operation: Operation): Html {
  return html`<p>
    ${errorsOf(operation).map(
      (code, place) =>
        html`${place === 0 ? '' : ', '}<a href="#error-${code}"><code>${code}</code></a>
          ${errorStatus(operation, code)}`,
    )}
  </p>`;
}

function keys(): Html {
  return html`<article id="keys">
    <h3>Keys</h3>
    <p>
      On the machine itself no key is needed, but for what only those who run the server may do. From
      elsewhere a key is sent as <code>Authorization: Bearer KEY</code> or as <code>X-API-Key: KEY</code>. A
      key has scopes; each operation says which one it needs.
    </p>
  </article>`;
}

function errors(): Html {
  // The last one is of no operation: it is answered where there is none.
  const codes = new Set([...operations.flatMap(errorsOf), 'method-not-allowed' as const]);
  return html`<article id="errors">
    <h3>Errors</h3>
    <p>
      An error is a problem as in RFC 9457, <code>application/problem+json</code>. Its <code>code</code> is
      one of these. <code>Retry-After</code> says, in seconds, when another try makes sense.
    </p>
    <dl class="members">
      ${[...codes].map((code) => {
        const { message, remedy } = wordsFor(code);
        return html`<div id="error-${code}">
          <dt><code>${code}</code> <small>${statusOf(code)}</small></dt>
          <dd>${message} ${remedy}</dd>
        </div>`;
      })}
    </dl>
  </article>`;
}

function forms(): Html {
  return html`<article id="forms">
    <h3>Forms</h3>
    ${Object.entries(schemaComponents()).map(
      ([name, schema]) =>
        html`<section id="schema-${name}">
          <h4>${name}</h4>
          <div>${schemaText(schema)}</div>
        </section>`,
    )}
  </article>`;
}
