import assert from 'node:assert/strict';

const request = { model: 'chat', temperature: 0, input: 'What is the capital of France?' };
const tools = [{
  type: 'function',
  name: 'get_weather',
  description: 'Get the current weather for a city',
  strict: true,
  parameters: {
    type: 'object', properties: { location: { type: 'string' } }, required: ['location'], additionalProperties: false,
  },
}];

// What differs between two answers that say the same.
const strip = ({ id, created_at, output, usage, ...rest }) => ({
  ...rest,
  usage: { ...usage, input_tokens_details: null },
  output: output.map((item) => ({ ...item, id: null, call_id: null })),
});

export async function responseAnswers(client) {
  const answer = await client.responses.create({ ...request, instructions: 'Answer briefly.', metadata: { a: 'b' } });
  assert.match(answer.output_text, /Paris/);
  assert.equal(answer.status, 'completed');
  assert.equal(answer.object, 'response');
  assert.equal(answer.instructions, 'Answer briefly.');
  assert.deepEqual(answer.metadata, { a: 'b' });
  assert.equal(answer.usage.total_tokens, answer.usage.input_tokens + answer.usage.output_tokens);
  assert.ok(answer.usage.input_tokens_details.cached_tokens >= 0);
}

export async function responseSaysWhatTheChatSays(client) {
  const answer = await client.responses.create(request);
  const chat = await client.chat.completions.create({
    model: 'chat', temperature: 0, messages: [{ role: 'user', content: request.input }],
  });
  assert.equal(answer.output_text, chat.choices[0].message.content);
  assert.equal(answer.usage.input_tokens, chat.usage.prompt_tokens);
  assert.equal(answer.usage.output_tokens, chat.usage.completion_tokens);
}

export async function responseStreamSaysTheSame(client) {
  const whole = await client.responses.create(request);
  const events = [];
  for await (const event of await client.responses.create({ ...request, stream: true })) events.push(event);
  assert.deepEqual(events.map((event) => event.sequence_number), events.map((_, index) => index));
  const types = events.map((event) => event.type).filter((type) => type !== 'response.output_text.delta');
  assert.deepEqual(types, [
    'response.created', 'response.in_progress', 'response.output_item.added', 'response.content_part.added',
    'response.output_text.done', 'response.content_part.done', 'response.output_item.done', 'response.completed',
  ]);
  const text = events.filter((event) => event.delta !== undefined).map((event) => event.delta).join('');
  assert.equal(text, whole.output_text);
  const { output_text: _, ...plain } = whole;
  assert.deepEqual(strip(events.at(-1).response), strip(plain));
}

export async function responseStreamHelperGathersTheAnswer(client) {
  const stream = client.responses.stream(request);
  let text = '';
  stream.on('response.output_text.delta', (event) => { text += event.delta; });
  const answer = await stream.finalResponse();
  assert.equal(answer.status, 'completed');
  assert.equal(answer.output_text, text);
  assert.match(text, /Paris/);
}

export async function responseEndsAtItsLimit(client) {
  const limited = { ...request, max_output_tokens: 2 };
  const whole = await client.responses.create(limited);
  assert.equal(whole.status, 'incomplete');
  assert.deepEqual(whole.incomplete_details, { reason: 'max_output_tokens' });
  assert.equal(whole.output[0].status, 'incomplete');
  assert.equal(whole.usage.output_tokens, 2);
  const streamed = await client.responses.stream(limited).finalResponse();
  assert.equal(streamed.status, 'incomplete');
  assert.equal(streamed.output_text, whole.output_text);
}

export async function responseCallsToolAndItsResultIsTold(client) {
  const input = [{ role: 'user', content: 'What is the weather in Paris?' }];
  const call = await client.responses.create({ ...request, input, tools });
  const [item] = call.output;
  assert.equal(item.type, 'function_call');
  assert.equal(item.name, 'get_weather');
  assert.deepEqual(JSON.parse(item.arguments), { location: 'Paris' });
  const output = '{"temperature": 21, "condition": "sunny"}';
  const told = await client.responses.create({
    ...request, tools, input: [...input, ...call.output, { type: 'function_call_output', call_id: item.call_id, output }],
  });
  assert.equal(told.status, 'completed');
  assert.match(told.output_text, /21 degrees/);
}

export async function responseStreamSaysTheSameCall(client) {
  const asked = { ...request, input: 'What is the weather in Rome?', tools, tool_choice: 'required' };
  const whole = await client.responses.create(asked);
  const stream = client.responses.stream(asked);
  let pieces = '';
  stream.on('response.function_call_arguments.delta', (event) => { pieces += event.delta; });
  const answer = await stream.finalResponse();
  assert.equal(answer.output[0].arguments, whole.output[0].arguments);
  assert.equal(answer.output[0].name, 'get_weather');
  assert.equal(pieces, answer.output[0].arguments);
}

export async function responseTellsLogprobs(client) {
  const answer = await client.responses.create({
    ...request, include: ['message.output_text.logprobs'], top_logprobs: 2,
  });
  const [part] = answer.output[0].content;
  assert.ok(part.logprobs.length > 0);
  assert.ok(part.logprobs.map((one) => one.token).join('').startsWith(part.text));
  for (const one of part.logprobs) assert.equal(one.top_logprobs.length, 2);
}
