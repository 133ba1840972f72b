using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>Tells OpenAI's clients which models there are.</summary>
internal sealed class OpenAiModels(ModelRegistry registry, ReplyPool replies, TimeProvider time)
{
    private readonly long _created = time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Finds the models of texts that can answer now.</summary>
    public IReadOnlyList<OpenAiModelCard> Find()
    {
        List<OpenAiModelCard> cards = [];
        string? last = null;
        foreach (var status in registry.GetIndex())
        {
            // One that is loaded on demand is not asked: it would have to be loaded for that.
            if (status.State == ModelState.Ready && status.Name != last && Find(status.Name) is { } card)
            {
                cards.Add(card);
                foreach (var name in registry.ServedNames.Of(status.Name))
                {
                    cards.Add(card with { Id = name });
                }
            }

            last = status.Name;
        }

        return cards;
    }

    /// <summary>Finds one of them; <see langword="null"/> for any other model, and one that is not ready.</summary>
    public OpenAiModelCard? Find(string name)
    {
        try
        {
            using var lease = registry.PinStable(name);
            return lease.Revision.GetService(typeof(TextGenerationModel)) is TextGenerationModel generator
                ? new OpenAiModelCard(name, generator.MaxModelLength)
                : lease.Revision.GetService(typeof(TextEncodingModel)) is TextEncodingModel encoder
                    ? new OpenAiModelCard(name, encoder.MaxModelLength)
                    : null;
        }
        catch (InferenceException)
        {
            return null;
        }
    }

    public Task ListAsync(HttpContext context) => replies.SendAsync(context, this, static (models, reply) =>
    {
        reply.Json.WriteStartObject();
        models.WriteList(reply.Json, models.Find());
        reply.Json.WriteEndObject();
    });

    public Task GetAsync(HttpContext context)
    {
        var card = Find(RouteNames.Model(context)) ?? throw OpenAiPins.NoSuchModel();
        return replies.SendAsync(context, (Models: this, card), static (state, reply) =>
        {
            reply.Json.WriteStartObject();
            state.Models.WriteCard(reply.Json, state.card);
            reply.Json.WriteEndObject();
        });
    }

    /// <summary>Sends the list of V1, and that of OpenAI beside it where there is one.</summary>
    public Task SendWithNamesAsync(HttpContext context, IReadOnlyList<string> names) =>
        replies.SendAsync(context, (Models: this, names), static (state, reply) =>
        {
            reply.Json.WriteStartObject();
            reply.Json.WriteStartArray("models"u8);
            foreach (var name in state.names)
            {
                reply.Json.WriteStringValue(name);
            }

            reply.Json.WriteEndArray();
            if (state.Models.Find() is { Count: > 0 } cards)
            {
                state.Models.WriteList(reply.Json, cards);
            }

            reply.Json.WriteEndObject();
        });

    /// <summary>Sends what V1 says of a model that is ready, and OpenAI's card beside it.</summary>
    public Task SendReadyAsync(HttpContext context, OpenAiModelCard card) =>
        replies.SendAsync(context, (Models: this, card), static (state, reply) =>
        {
            reply.Json.WriteStartObject();
            reply.Json.WriteString("name"u8, state.card.Id);
            reply.Json.WriteBoolean("ready"u8, value: true);
            state.Models.WriteCard(reply.Json, state.card);
            reply.Json.WriteEndObject();
        });

    private void WriteList(Utf8JsonWriter json, IReadOnlyList<OpenAiModelCard> cards)
    {
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var card in cards)
        {
            json.WriteStartObject();
            WriteCard(json, card);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteCard(Utf8JsonWriter json, OpenAiModelCard card)
    {
        json.WriteString("id"u8, card.Id);
        json.WriteString("object"u8, "model"u8);
        json.WriteNumber("created"u8, _created);
        json.WriteString("owned_by"u8, "kserve"u8);
        json.WriteString("root"u8, card.Id);
        json.WriteNull("parent"u8);
        if (card.MaxModelLength > 0)
        {
            json.WriteNumber("max_model_len"u8, card.MaxModelLength);
        }
    }
}
