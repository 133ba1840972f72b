import assert from 'node:assert/strict';

const parameters = { type: 'object', properties: { location: { type: 'string' } }, required: ['location'] };
const definition = { name: 'get_weather', description: 'Get the current weather for a city', parameters };
const tools = [{ type: 'function', function: definition }];
const request = { model: 'chat', temperature: 0, tools };
const ask = (city) => [{ role: 'user', content: `What is the weather in ${city}?` }];

export async function toolIsCalledAndItsResultTold(client) {
  const messages = ask('Paris');
  const call = await client.chat.completions.create({ ...request, messages });
  assert.equal(call.choices[0].finish_reason, 'tool_calls');
  const [tool] = call.choices[0].message.tool_calls;
  assert.equal(tool.type, 'function');
  assert.equal(tool.function.name, 'get_weather');
  assert.deepEqual(JSON.parse(tool.function.arguments), { location: 'Paris' });
  messages.push(call.choices[0].message);
  messages.push({ role: 'tool', tool_call_id: tool.id, content: '{"temperature": 21, "condition": "sunny"}' });
  const told = await client.chat.completions.create({ ...request, messages });
  assert.equal(told.choices[0].finish_reason, 'stop');
  assert.match(told.choices[0].message.content, /21 degrees/);
}

export async function toolRunnerRunsTheScenario(client) {
  const cities = [];
  const getWeather = ({ location }) => {
    cities.push(location);
    return '{"temperature": 21, "condition": "sunny"}';
  };
  const runner = client.chat.completions.runTools({
    model: 'chat',
    temperature: 0,
    messages: ask('Rome'),
    tools: [{ type: 'function', function: { ...definition, function: getWeather, parse: JSON.parse } }],
  });
  const text = await runner.finalContent();
  assert.deepEqual(cities, ['Rome']);
  assert.match(text, /21 degrees/);
}

export async function toolStreamSaysTheSameCall(client) {
  const messages = ask('Oslo');
  const whole = await client.chat.completions.create({ ...request, messages });
  const stream = client.chat.completions.stream({ ...request, messages });
  const streamed = await stream.finalChatCompletion();
  const [expected] = whole.choices[0].message.tool_calls;
  const [actual] = streamed.choices[0].message.tool_calls;
  assert.deepEqual(actual.function.name, expected.function.name);
  assert.deepEqual(actual.function.arguments, expected.function.arguments);
  assert.equal(streamed.choices[0].finish_reason, 'tool_calls');
}

export async function toolChoiceIsHeldTo(client) {
  for (const tool_choice of ['required', { type: 'function', function: { name: 'get_weather' } }]) {
    const answer = await client.chat.completions.create({
      ...request, tool_choice, messages: [{ role: 'user', content: 'Hello' }],
    });
    const [tool] = answer.choices[0].message.tool_calls;
    assert.equal(tool.function.name, 'get_weather');
    assert.equal(typeof JSON.parse(tool.function.arguments).location, 'string');
  }

  const none = await client.chat.completions.create({ ...request, tool_choice: 'none', messages: ask('Paris') });
  assert.equal(none.choices[0].message.tool_calls, undefined);
}
