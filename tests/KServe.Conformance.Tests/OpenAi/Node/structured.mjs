import assert from 'node:assert/strict';

const schema = {
  type: 'object',
  properties: { name: { type: 'string', maxLength: 12 }, age: { type: 'integer', minimum: 0, maximum: 120 } },
  required: ['name', 'age'],
  additionalProperties: false,
};
const messages = [{ role: 'user', content: 'Give me the name and age of a person as JSON.' }];

function check(person) {
  assert.deepEqual(Object.keys(person), ['name', 'age']);
  assert.equal(typeof person.name, 'string');
  assert.ok(person.name.length <= 12);
  assert.ok(Number.isInteger(person.age) && person.age >= 0 && person.age <= 120);
}

export async function schemaIsHeldToAndParsed(client) {
  const answer = await client.chat.completions.parse({
    model: 'chat',
    temperature: 0,
    messages,
    response_format: { type: 'json_schema', json_schema: { name: 'person', strict: true, schema } },
  });
  check(JSON.parse(answer.choices[0].message.content));
  check(answer.choices[0].message.parsed);
}

export async function responseSchemaIsHeldToAndParsed(client) {
  const answer = await client.responses.parse({
    model: 'chat',
    temperature: 0,
    input: messages,
    text: { format: { type: 'json_schema', name: 'person', strict: true, schema } },
  });
  check(JSON.parse(answer.output_text));
  check(answer.output_parsed);
  assert.equal(answer.text.format.name, 'person');
}
