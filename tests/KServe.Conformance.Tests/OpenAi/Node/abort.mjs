import assert from 'node:assert/strict';
import OpenAI from 'openai';

// So many tokens take far longer than an abort, however fast the model is.
const Choices = 32;
const Limit = 400;

const messages = [{ role: 'user', content: 'Hello' }];

// Sums a metric over its labels.
async function read(client, name) {
  const text = await (await fetch(new URL('/metrics', client.baseURL))).text();
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

async function expectCancelled(client, begin) {
  const before = await read(client, 'vllm:generation_tokens_total');
  await begin();
  while (await read(client, 'vllm:num_requests_running') > 0) { /* the step that runs ends first */ }
  const generated = await read(client, 'vllm:generation_tokens_total') - before;
  assert.ok(generated > 0 && generated < Choices * Limit, `${generated} tokens`);
  const alive = await client.chat.completions.create({ model: 'chat', messages: [{ role: 'user', content: 'Hi' }] });
  assert.ok(alive.choices.length === 1);
}

const endless = { model: 'chat', messages, n: Choices, max_tokens: Limit, ignore_eos: true };

export const abortOfAStreamCancelsIt = (client) => expectCancelled(client, async () => {
  const stream = await client.chat.completions.create({ ...endless, stream: true });
  for await (const chunk of stream) {
    if (chunk.choices[0].delta.content) stream.controller.abort();
  }
});

export const abortBySignalRejects = (client) => expectCancelled(client, async () => {
  const abort = new AbortController();
  const stream = client.chat.completions.stream(endless, { signal: abort.signal });
  stream.on('chunk', () => abort.abort());
  await assert.rejects(stream.finalChatCompletion(), OpenAI.APIUserAbortError);
});

export const abortOfAResponseLeavesTheServerWell = (client) => expectCancelled(client, async () => {
  const stream = await client.responses.create({
    model: 'chat', input: messages, max_output_tokens: Limit, ignore_eos: true, stream: true,
  });
  for await (const event of stream) {
    if (event.type === 'response.output_text.delta') break;
  }
});
