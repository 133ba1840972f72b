// Runs every case against the server at the address given, and prints one line of JSON for each.
import OpenAI from 'openai';
import * as abort from './abort.mjs';
import * as chat from './chat.mjs';
import * as embeddings from './embeddings.mjs';
import * as errors from './errors.mjs';
import * as responses from './responses.mjs';
import * as structured from './structured.mjs';
import * as tools from './tools.mjs';

const baseURL = process.argv[2];
const client = new OpenAI({ baseURL, apiKey: 'unused', maxRetries: 0, timeout: 60_000 });
for (const cases of [chat, tools, structured, embeddings, errors, responses, abort]) {
  for (const [name, run] of Object.entries(cases)) {
    let error = null;
    try {
      await run(client);
    } catch (thrown) {
      error = String(thrown?.stack ?? thrown);
    }

    console.log(JSON.stringify({ name, error }));
  }
}
