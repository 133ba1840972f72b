import assert from 'node:assert/strict';
import OpenAI from 'openai';

const messages = [{ role: 'user', content: 'Hi' }];

async function refuse(promise, type, expected) {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof type, `${error?.constructor?.name}: ${error?.message}`);
    for (const [name, value] of Object.entries(expected)) assert.equal(error[name], value);
    return true;
  });
}

export async function wrongFieldIsABadRequest(client) {
  await refuse(client.chat.completions.create({ model: 'chat', messages, temperature: 3 }), OpenAI.BadRequestError, {
    status: 400, param: 'temperature', type: 'invalid_request_error', code: null,
  });
  await refuse(client.responses.create({ model: 'chat', input: 'Hi', max_output_tokens: 0 }), OpenAI.BadRequestError, {
    status: 400, param: 'max_output_tokens',
  });
}

export async function wrongFieldOfAStreamIsABadRequest(client) {
  const stream = { model: 'chat', messages, stream: true, top_p: 2 };
  await refuse(client.chat.completions.create(stream), OpenAI.BadRequestError, { status: 400, param: 'top_p' });
}

export async function longPromptHasItsCode(client) {
  const content = 'many words '.repeat(2000);
  await refuse(
    client.chat.completions.create({ model: 'chat', messages: [{ role: 'user', content }] }),
    OpenAI.BadRequestError, { status: 400, code: 'context_length_exceeded' });
  await refuse(
    client.responses.create({ model: 'chat', input: content, stream: true }),
    OpenAI.BadRequestError, { status: 400, code: 'context_length_exceeded' });
}

export async function unknownModelIsNotFound(client) {
  for (const model of ['absent', '../x']) {
    await refuse(client.chat.completions.create({ model, messages }), OpenAI.NotFoundError, {
      status: 404, param: 'model', code: 'model_not_found',
    });
    await refuse(client.responses.create({ model, input: 'Hi' }), OpenAI.NotFoundError, {
      status: 404, param: 'model', code: 'model_not_found',
    });
  }
}

export async function nothingIsKept(client) {
  const { id, store } = await client.responses.create({ model: 'chat', input: 'Hi', temperature: 0, store: false });
  assert.equal(store, false);
  await refuse(client.responses.retrieve(id), OpenAI.NotFoundError, { status: 404, param: 'response_id' });
  await refuse(client.responses.delete(id), OpenAI.NotFoundError, { status: 404, param: 'response_id' });
  await refuse(client.responses.cancel(id), OpenAI.NotFoundError, { status: 404, param: 'response_id' });
  await refuse(
    client.responses.create({ model: 'chat', input: 'Hi', previous_response_id: id }),
    OpenAI.BadRequestError, { status: 400, param: 'previous_response_id' });
  await refuse(
    client.responses.create({ model: 'chat', input: 'Hi', conversation: 'conv_1' }),
    OpenAI.BadRequestError, { status: 400, param: 'conversation' });
}
