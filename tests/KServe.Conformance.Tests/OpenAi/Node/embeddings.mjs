import assert from 'node:assert/strict';

const input = ['a cat', 'a dog', 'a cat'];

export async function embeddingsOfBothFormatsAgree(client) {
  // Without a format the client asks for base64 and decodes it.
  const packed = await client.embeddings.create({ model: 'embed', input });
  const floats = await client.embeddings.create({ model: 'embed', input, encoding_format: 'float' });
  assert.equal(packed.data.length, 3);
  assert.deepEqual(packed.data[0].embedding, packed.data[2].embedding);
  for (const [index, { embedding }] of floats.data.entries()) {
    assert.equal(embedding.length, packed.data[index].embedding.length);
    assert.ok(Math.abs(embedding.reduce((sum, x) => sum + x * x, 0) - 1) < 1e-3);
    embedding.forEach((x, at) => assert.ok(Math.abs(x - packed.data[index].embedding[at]) < 1e-6));
  }

  assert.ok(floats.usage.prompt_tokens > 0);
}

export async function modelsAreListed(client) {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  assert.deepEqual(ids.sort(), ['chat', 'embed']);
  const model = await client.models.retrieve('chat');
  assert.equal(model.id, 'chat');
  assert.equal(model.object, 'model');
}
