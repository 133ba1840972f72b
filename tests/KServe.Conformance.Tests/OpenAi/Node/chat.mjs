import assert from 'node:assert/strict';

const messages = [{ role: 'user', content: 'What is the capital of France?' }];
const request = { model: 'chat', temperature: 0, messages };

export async function chatAnswers(client) {
  const answer = await client.chat.completions.create(request);
  assert.match(answer.choices[0].message.content, /Paris/);
  assert.equal(answer.choices[0].finish_reason, 'stop');
  assert.equal(answer.object, 'chat.completion');
  assert.equal(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens);
  assert.ok(answer.usage.prompt_tokens_details.cached_tokens >= 0);
}

export async function chatStreamSaysTheSame(client) {
  const whole = await client.chat.completions.create(request);
  const stream = await client.chat.completions.create({ ...request, stream: true });
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  assert.equal(chunks.map((chunk) => chunk.choices[0].delta.content ?? '').join(''), whole.choices[0].message.content);
  assert.deepEqual(chunks[0].choices[0].delta, { role: 'assistant', content: '' });
  for (const chunk of chunks.slice(1, -1)) assert.ok(chunk.choices[0].delta.content.length > 0);
  assert.equal(chunks.at(-1).choices[0].finish_reason, 'stop');
  assert.ok(chunks.every((chunk) => chunk.usage === undefined));
}

export async function chatStreamTellsUsageWhenAsked(client) {
  const whole = await client.chat.completions.create(request);
  const stream = await client.chat.completions.create({
    ...request, stream: true, stream_options: { include_usage: true },
  });
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  const last = chunks.pop();
  assert.deepEqual(last.choices, []);
  assert.equal(last.usage.prompt_tokens, whole.usage.prompt_tokens);
  assert.equal(last.usage.completion_tokens, whole.usage.completion_tokens);
  assert.ok(chunks.every((chunk) => chunk.usage === null && chunk.choices.length === 1));
}

export async function chatStreamHelperGathersChoices(client) {
  const random = { ...request, n: 3, temperature: 1, seed: 7 };
  const whole = await client.chat.completions.create(random);
  const stream = client.chat.completions.stream(random);
  const ends = [];
  stream.on('chunk', (chunk) => ends.push(...chunk.choices.filter((choice) => choice.finish_reason)));
  const answer = await stream.finalChatCompletion();
  assert.deepEqual(
    answer.choices.map((choice) => choice.message.content), whole.choices.map((choice) => choice.message.content));
  assert.deepEqual(ends.map((choice) => choice.index).sort(), [0, 1, 2]);
}

export async function completionStreamSaysTheSame(client) {
  const prompt = { model: 'chat', prompt: 'The capital of', temperature: 0, max_tokens: 12 };
  const whole = await client.completions.create(prompt);
  let text = '';
  for await (const chunk of await client.completions.create({ ...prompt, stream: true })) text += chunk.choices[0].text;
  assert.equal(text, whole.choices[0].text);
}
